/** Instances of every service, with every key. */
export const everyInstance = {
  defaults: { storageClass: 'fast', labels: { team: 'shop' } },
  redis: {
    small: null,
    cart: {
      size: 5,
      version: '8.0.2',
      cpu: '500m',
      memory: '1Gi',
      storage: '20Gi',
      storageClass: 'faster',
      passwordSecret: 'cart-password',
      tls: true,
      metrics: true,
      networkPolicy: true,
      deleteData: true,
      paused: true,
      config: { 'maxmemory-policy': 'allkeys-lru', hz: 20 },
      nodeSelector: { disk: 'local' },
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      annotations: { 'example.com/owner': 'shop' },
      spec: { sentinel: { replicas: 5 }, resources: { limits: { cpu: '2' } }, networkPolicy: { clients: [{ podSelector: {} }] } },
    },
  },
  zookeeper: { cart: { size: 3, cpu: 1, memory: '2Gi', storage: '10Gi', passwordSecret: 'cart-password', tls: false } },
  rabbitmq: { cart: { size: 3, cpu: '1', memory: '2Gi', storage: '10Gi', passwordSecret: 'cart-password', metrics: false } },
  kafka: {
    cart: { size: 3, cpu: '1', memory: '2Gi', storage: '10Gi', tls: false, networkPolicy: false, config: { 'message.max.bytes': 2000000 } },
  },
};

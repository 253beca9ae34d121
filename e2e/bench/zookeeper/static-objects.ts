import type { KubeObject } from '@dataservices/plan';
import type { ZookeeperRef } from '../../src/zookeeper-object.ts';

export type StaticInput = {
  readonly cluster: ZookeeperRef;
  /** Pods. */
  readonly replicas: number;
  /** How many are in the list that a pod reads when it starts. */
  readonly listed: number;
  readonly registry: string | undefined;
};

const image = 'zookeeper:3.9.4';
const [clientPort, quorumPort, electionPort] = [2181, 2888, 3888];

/** With the times and the heap that the operator gives by default, and its image: nothing differs but how the membership is changed. */
const settings = [
  'tickTime=2000',
  'initLimit=10',
  'syncLimit=5',
  'dataDir=/data/zookeeper',
  `clientPort=${clientPort}`,
  'standaloneEnabled=false',
  'fastleader.maxNotificationInterval=1000',
  'admin.enableServer=false',
  '4lw.commands.whitelist=srvr,mntr,ruok,conf,cons',
];

const log = `<configuration><appender name="out" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%d %-5level %logger{0}: %msg%n</pattern></encoder></appender><root level="INFO"><appender-ref ref="out"/></root></configuration>`;

const start = String.raw`set -eu
until getent ahosts "$POD_NAME.$DOMAIN" | grep -qF "$POD_IP"; do sleep 0.5; done
mkdir -p /data/zookeeper
echo "$((${'$'}{POD_NAME##*-} + 1))" > /data/zookeeper/myid
printf '%s\n' "$SETTINGS" "$SERVERS" > /data/zoo.cfg
printf '%s\n' "$LOG" > /data/logback.xml
exec java -Xms512m -Xmx512m -XX:-UsePerfData -Dsun.net.inetaddr.ttl=5 -Dsun.net.inetaddr.negative.ttl=1 -Dlogback.configurationFile=/data/logback.xml \
  -cp "$(echo /apache-zookeeper-*-bin/lib)/*" org.apache.zookeeper.server.quorum.QuorumPeerMain /data/zoo.cfg`;

export function domainOf({ namespace, name }: ZookeeperRef): string {
  return `${name}-zookeeper-nodes.${namespace}.svc.cluster.local`;
}

export function hostOf(cluster: ZookeeperRef, ordinal: number): string {
  return `${cluster.name}-zookeeper-${ordinal}.${domainOf(cluster)}`;
}

/** The list that every server of an ensemble of this size has to have. */
export function serverList(cluster: ZookeeperRef, size: number): string {
  return Array.from({ length: size }, (_, at) => `server.${at + 1}=${hostOf(cluster, at)}:${quorumPort}:${electionPort}`).join('\n');
}

/** An ensemble whose members know each other by a list that they read when they start, and the Secret by which clients find it. */
export function staticObjects(input: StaticInput): readonly KubeObject[] {
  const { cluster, listed } = input;
  const { namespace, name } = cluster;
  const labels = { 'app.kubernetes.io/name': 'zookeeper', 'app.kubernetes.io/instance': name };
  const addresses = Array.from({ length: listed }, (_, at) => `${hostOf(cluster, at)}:${clientPort}`).join(',');
  const meta = (suffix: string) => ({ namespace, name: `${name}-zookeeper${suffix}`, labels });
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta('-nodes'),
      ...{ spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: labels, ports: [{ name: 'client', port: clientPort }] } },
    },
    { apiVersion: 'v1', kind: 'Secret', metadata: meta('-binding'), ...{ stringData: { addresses } } },
    { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: meta(''), ...{ spec: setSpec(input, labels) } },
  ];
}

function setSpec(input: StaticInput, labels: Readonly<Record<string, string>>): object {
  return {
    replicas: input.replicas,
    serviceName: `${input.cluster.name}-zookeeper-nodes`,
    podManagementPolicy: 'Parallel',
    updateStrategy: { type: 'OnDelete' },
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: podSpec(input, labels) },
    volumeClaimTemplates: [
      { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    ],
  };
}

function podSpec({ cluster, listed, registry }: StaticInput, labels: Readonly<Record<string, string>>): object {
  const field = (fieldPath: string) => ({ valueFrom: { fieldRef: { fieldPath } } });
  return {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: labels },
      },
    ],
    containers: [
      {
        name: 'zookeeper',
        image: registry === undefined ? image : `${registry}/${image}`,
        imagePullPolicy: 'IfNotPresent',
        command: ['/bin/bash', '-c', start],
        env: [
          { name: 'POD_NAME', ...field('metadata.name') },
          { name: 'POD_IP', ...field('status.podIP') },
          { name: 'DOMAIN', value: domainOf(cluster) },
          { name: 'SETTINGS', value: settings.join('\n') },
          { name: 'SERVERS', value: serverList(cluster, listed) },
          { name: 'LOG', value: log },
        ],
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [{ name: 'tmp', emptyDir: {} }],
  };
}

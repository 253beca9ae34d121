import type { KafkaAccess } from './kafka-access.ts';
import type { KafkaAdmin } from './port.ts';

/**
 * Kafka over the network. Connections are made when they are needed, once for each node, and live until `close`:
 *
 *     const admin = connectKafka({ brokers: [{ nodeId: 0, pod: 'cart-kafka-0', ip: '10.0.0.7', port: 9091 }], patience });
 *     try { await admin.describeCluster(); } finally { await admin.close(); }
 */
export type ConnectKafka = (access: KafkaAccess) => KafkaAdmin;

export { connectZookeeper } from './client/connect-zookeeper.ts';
export type { ZookeeperPort } from './client/port.ts';

export { connectZookeeper } from './client/connect-zookeeper.ts';
export type { ZookeeperPort } from './client/port.ts';
export { addZookeeperController } from './controller.ts';
export type { Settings } from './settings.ts';

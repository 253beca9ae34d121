export type { ZookeeperPort } from './client/port.ts';

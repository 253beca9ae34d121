import type { Patience } from '@dataservices/reconcile';
import { type Credentials, withConnection } from './connection.ts';
import { probeData, readConfig } from './data-probe.ts';
import { forget, monitor, tune } from './monitor.ts';
import type { RedisPort } from './port.ts';
import { probeSentinel } from './sentinel-probe.ts';

/** Redis and Sentinel over the network, as the operator's own user. */
export function connectRedis(credentials: Credentials, patience: Patience): RedisPort {
  return {
    observeData: (target, lobby, settings) => probeData({ target, lobby, settings }, credentials, patience),
    observeSentinel: (target, masterName) => probeSentinel(target, masterName, credentials, patience),
    found: (lobby, clusterId) =>
      withConnection(lobby, credentials, async (connection) => {
        await connection.set('order', `found ${clusterId}`);
      }),
    replicaOf: (target, masterHost) =>
      withConnection(target, credentials, async (connection) => {
        await connection.replicaof(masterHost, 6379);
      }),
    promote: (target) =>
      withConnection(target, credentials, async (connection) => {
        await connection.replicaof('NO', 'ONE');
      }),
    disconnectClients: (target) =>
      withConnection(target, credentials, async (connection) => {
        await connection.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      }),
    pauseWrites: (target, budgetMs) =>
      withConnection(target, credentials, async (connection) => {
        await connection.client('PAUSE', budgetMs, 'WRITE');
      }),
    resumeWrites: (target) =>
      withConnection(target, credentials, async (connection) => {
        await connection.client('UNPAUSE');
      }),
    setConfig: (target, settings) =>
      withConnection(target, credentials, async (connection) => {
        await connection.call('CONFIG', 'SET', ...Object.entries(settings).flat());
        return readConfig(connection, Object.keys(settings));
      }),
    monitor: (target, request) => withConnection(target, credentials, (connection) => monitor(connection, request)),
    tuneSentinel: (target, request) => withConnection(target, credentials, (connection) => tune(connection, request)),
    forgetMaster: (target, masterName) => withConnection(target, credentials, (connection) => forget(connection, masterName)),
    failover: (target, masterName) =>
      withConnection(target, credentials, async (connection) => {
        await connection.call('SENTINEL', 'FAILOVER', masterName);
      }),
  };
}

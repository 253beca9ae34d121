import type { Patience } from '@dataservices/reconcile';
import { deleteUser, setUser } from './access.ts';
import { type Credentials, withConnection } from './connection.ts';
import { probeData, readConfig } from './data-probe.ts';
import { forget, monitor, reconnect, tune } from './monitor.ts';
import type { RedisPort } from './port.ts';
import { probeSentinel } from './sentinel-probe.ts';

/** Redis and Sentinel over the network, as the operator's own user. */
export function connectRedis(credentials: Credentials, patience: Patience): RedisPort {
  return {
    observeData: (target, lobby, settings, rules) => probeData({ target, lobby, settings, rules }, credentials, patience),
    observeSentinel: (target, masterName, rules) => probeSentinel(target, masterName, rules, credentials, patience),
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
    setUser: (target, user) => withConnection(target, credentials, (connection) => setUser(connection, user)),
    deleteUser: (target, name) => withConnection(target, credentials, (connection) => deleteUser(connection, name)),
    monitor: (target, request) => withConnection(target, credentials, (connection) => monitor(connection, request)),
    tuneSentinel: (target, request) => withConnection(target, credentials, (connection) => tune(connection, request)),
    reconnect: (target, masterName, password) =>
      withConnection(target, credentials, (connection) => reconnect(connection, masterName, password)),
    forgetMaster: (target, masterName) => withConnection(target, credentials, (connection) => forget(connection, masterName)),
    failover: (target, masterName) =>
      withConnection(target, credentials, async (connection) => {
        await connection.call('SENTINEL', 'FAILOVER', masterName);
      }),
  };
}

import type { RedisPort } from '../../client/port.ts';
import type { Effects } from './effects.ts';

/** The same port, whose effects the operator may die at. Questions are not counted. */
export function countedPort(port: RedisPort, { run }: Effects): RedisPort {
  return {
    observeData: port.observeData,
    observeSentinel: port.observeSentinel,
    found: (target, clusterId) => run(`found ${target.pod} ${clusterId}`, () => port.found(target, clusterId)),
    replicaOf: (target, masterHost) => run(`replica-of ${target.pod} ${masterHost}`, () => port.replicaOf(target, masterHost)),
    promote: (target) => run(`promote ${target.pod}`, () => port.promote(target)),
    disconnectClients: (target) => run(`disconnect ${target.pod}`, () => port.disconnectClients(target)),
    pauseWrites: (target, budgetMs) => run(`pause ${target.pod} ${budgetMs}`, () => port.pauseWrites(target, budgetMs)),
    resumeWrites: (target) => run(`resume ${target.pod}`, () => port.resumeWrites(target)),
    setConfig: (target, settings) =>
      run(`set-config ${target.pod} ${Object.entries(settings).flat().join(' ')}`, () => port.setConfig(target, settings)),
    setUser: (target, user) => run(`set-user ${target.pod} ${user.name}`, () => port.setUser(target, user)),
    deleteUser: (target, name) => run(`delete-user ${target.pod} ${name}`, () => port.deleteUser(target, name)),
    monitor: (target, request) => run(`monitor ${target.pod} ${request.host}`, () => port.monitor(target, request)),
    tuneSentinel: (target, request) => run(`tune ${target.pod}`, () => port.tuneSentinel(target, request)),
    reconnect: (target, masterName, password) => run(`reconnect ${target.pod}`, () => port.reconnect(target, masterName, password)),
    forgetMaster: (target, masterName) => run(`forget ${target.pod}`, () => port.forgetMaster(target, masterName)),
    failover: (target, masterName) => run(`failover ${target.pod}`, () => port.failover(target, masterName)),
  };
}

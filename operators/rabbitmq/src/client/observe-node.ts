import type { X509Certificate } from 'node:crypto';
import type { LoadedCertificates } from '@dataservices/members';
import { criticalAnswer, listenersAnswer, nodesAnswer, overviewAnswer } from './answers.ts';
import { type Caller, parseAnswer } from './call.ts';
import type { NodeView, Target } from './port.ts';
import { RabbitmqError } from './rabbitmq-error.ts';

const mostNamed = 10;

/** What a node that presented this has loaded, as far as it can be told. */
export type LookAtCertificates = (presented: X509Certificate) => Promise<LoadedCertificates | undefined>;

/** What a node says of itself. @throws RabbitmqError */
export async function readNode(call: Caller, target: Target, look: LookAtCertificates): Promise<NodeView> {
  // Its statistics of queues and connections are not asked for: they cost most, and lag.
  const [overview, nodes] = await Promise.all([
    call(target, { path: 'overview?columns=rabbitmq_version,node' }),
    call(target, { path: 'nodes?columns=name,running,mem_alarm,disk_free_alarm,enabled_plugins' }),
  ]);
  const [isInService, critical] = await Promise.all([
    isReady(call, target),
    call(target, { path: 'health/checks/node-is-quorum-critical', expected: [503] }),
  ]);
  const { rabbitmq_version: version, node } = parseAnswer(overviewAnswer, overview, 'the overview');
  const peers = parseAnswer(nodesAnswer, nodes, 'the list of nodes');
  const { status, queues = [] } = parseAnswer(criticalAnswer, critical, 'the check of quorums');
  const own = peers.find(({ name }) => name === node);
  const named = queues.slice(0, mostNamed).map(({ readable_name: name }) => name);
  const loaded = overview.presented === undefined ? undefined : await look(overview.presented);
  return {
    state: 'serving',
    version,
    peers: peers.map(({ name, running }) => ({ node: name, isRunning: running })),
    isInService,
    criticalFor: status === 'ok' ? [] : named.length === 0 ? ['something that it does not name'] : named,
    alarms: [...(own?.mem_alarm === true ? ['memory'] : []), ...(own?.disk_free_alarm === true ? ['disk'] : [])],
    plugins: own?.enabled_plugins,
    ...(loaded !== undefined && { loaded }),
  };
}

/** RabbitMQ 4.0 has no check for it: there, its listener is open, which in maintenance it is not. */
async function isReady(call: Caller, target: Target): Promise<boolean> {
  const { status } = await call(target, { path: 'health/checks/ready-to-serve-clients', expected: [404, 503] });
  if (status !== 404) return status === 200;
  const overview = await call(target, { path: 'overview?columns=node,listeners' });
  const { node, listeners } = parseAnswer(listenersAnswer, overview, 'the list of listeners');
  return listeners.some((listener) => listener.node === node && listener.protocol.startsWith('amqp'));
}

/** A failed look as a view. */
export function failedView(error: unknown): NodeView {
  const code = error instanceof RabbitmqError ? error.code : 'Unreachable';
  switch (code) {
    case 'Timeout':
      return { state: 'unreachable', error: 'does not answer' };
    case 'Unreachable':
      return { state: 'unreachable', error: 'not reachable' };
    case 'Unauthorized':
      return { state: 'notServing', error: "refuses the operator's password" };
    default:
      // While it boots, and while it stops, some answers fail inside RabbitMQ.
      return { state: 'notServing', error: 'starting or stopping' };
  }
}

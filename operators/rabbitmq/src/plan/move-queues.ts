import type { RabbitmqAction } from '../action.ts';
import type { QueueView, ShovelView } from '../client/port.ts';
import type { Observed, RabbitmqMember } from '../observed.ts';
import { areQueuesMoved, shovelPlugin } from '../resources/plugins.ts';
import { type MovedQueue, standInName } from '../resources/queue-move.ts';
import { announcePlugins } from './announce-plugins.ts';
import { type Cluster, clusterOf, isServing, spokesman } from './cluster.ts';
import { isHealthy, leavingMembers, stayingMembers } from './health.ts';
import type { RabbitmqRule, RabbitmqStep } from './rule.ts';

const rule = 'MoveQueues';

/** Enough to be done within a minute; what is left comes after. */
const mostAtOnce = 20;

/** As RabbitMQ has it, in milliseconds; a setting of the user's counts instead. */
const statisticsIntervalMs = 5_000;

/**
 * Precondition: `clustering.classicQueuesOnScaleIn` is Migrate, everybody who stays does its part, and a node that is to leave has durable
 * classic queues; or one is on the way.
 * Effect: each goes to a node that stays. Another queue there takes its messages and what it was declared with; when it holds nothing, it is
 * deleted, declared anew beside that one, and gets its messages back.
 *
 * Prevents: messages that are lost with the node; a queue that is deleted while a consumer holds messages of it, of which nobody would know
 * any more that they are to be delivered again; and one that is gone because somebody stopped half-way.
 */
export const moveQueues: RabbitmqRule = (observed) => {
  const cluster = clusterOf(observed);
  if (cluster === undefined || !areQueuesMoved(observed.cluster) || observed.cluster.spec.replicas === 0) return undefined;
  const moves = [...movesUnderWay(observed), ...movesToBegin(observed, cluster)];
  const staying = stayingMembers(observed, cluster);
  const speaker = spokesman(cluster);
  if (moves.length === 0 || speaker === undefined || staying.length === 0) return undefined;
  if (staying.some((member) => !isHealthy(observed, member))) return waiting('all who stay must do their part first');
  const isReady = staying.every((member) => isServing(member) && member.server.plugins?.includes(shovelPlugin) === true);
  if (!isReady) return announcePlugins(observed) ?? waiting(`nodes do not have ${shovelPlugin} yet`);
  if (observed.shovels === undefined) return waiting('no node says which shovels there are');
  const taken = moves.slice(0, mostAtOnce);
  const actions = taken.flatMap((move) => actionFor(observed, move, { pod: speaker.name, staying, others: moves.length - 1 }) ?? []);
  if (actions.length === 0) return waiting(`messages are on their way (${describeMoves(moves)})`);
  return { rule, reason: `classic queues go to nodes that stay: ${describeMoves(moves)}`, actions, requeueAfterMs: 1_000 };
};

/** A queue that moves: itself, where it is there; the one that stands in for it, once that is there. */
type Move = {
  readonly vhost: string;
  readonly name: string;
  readonly queue: QueueView | undefined;
  readonly standIn?: QueueView;
  readonly moved?: MovedQueue;
};

function movesUnderWay({ queues = [] }: Observed): readonly Move[] {
  return queues.flatMap((standIn): readonly Move[] => {
    const { standsInFor: moved, vhost } = standIn;
    if (moved === undefined) return [];
    const queue = queues.find((one) => one.vhost === vhost && one.name === moved.name);
    return [{ vhost, name: moved.name, queue, standIn, moved }];
  });
}

function movesToBegin(observed: Observed, cluster: Cluster): readonly Move[] {
  const { queues = [] } = observed;
  const [leaving] = leavingMembers(observed, cluster);
  if (leaving === undefined) return [];
  const isUnderWay = ({ vhost, name }: QueueView) =>
    queues.some(({ standsInFor, vhost: other }) => standsInFor?.name === name && other === vhost);
  return classicQueuesOn(queues, leaving.node)
    .filter((queue) => queue.standsInFor === undefined && !isUnderWay(queue))
    .map((queue) => ({ vhost: queue.vhost, name: queue.name, queue }));
}

type Means = { readonly pod: string; readonly staying: readonly RabbitmqMember[]; readonly others: number };

/** What is to be done next; undefined while messages are on their way. */
function actionFor(observed: Observed, move: Move, { pod, staying, others }: Means): RabbitmqAction | undefined {
  const { vhost, name, queue, standIn, moved } = move;
  const sinceMs = observed.now;
  const shovels = (observed.shovels ?? []).filter((shovel) => shovel.vhost === vhost && shovel.standIn === standInName(name));
  const [outs, backs] = [shovels.filter(({ way }) => way === 'out'), shovels.filter(({ way }) => way === 'back')];
  if (standIn === undefined || moved === undefined || (queue?.node === moved.from && shovels.length === 0)) {
    const node = standIn?.node ?? leastLoaded(observed, staying);
    return { kind: 'begin-move', pod, vhost, queue: name, standIn: standInName(name), node, sinceMs };
  }
  if (backs.length === 0) {
    const isThere = queue?.node === moved.from;
    if (isThere && !isEmptySince(observed, queue, outs)) return undefined;
    return { kind: 'swap-queues', pod, vhost, standIn: standIn.name, outs: outs.map((out) => out.sinceMs), sinceMs };
  }
  if (!isEmptySince(observed, standIn, backs)) return undefined;
  const known = shovels.map((shovel) => ({ way: shovel.way, sinceMs: shovel.sinceMs }));
  return { kind: 'end-move', pod, vhost, standIn: standIn.name, shovels: known, isLast: others === 0 };
}

/** By statistics that are younger than the shovel: from then on nothing goes to anybody else. */
function isEmptySince({ now, cluster }: Observed, queue: QueueView, shovels: readonly ShovelView[]): boolean {
  const configured = Number(cluster.spec.config.collect_statistics_interval);
  const intervalMs = Number.isFinite(configured) ? Math.max(configured, statisticsIntervalMs) : statisticsIntervalMs;
  const startedMs = Math.max(...shovels.map(({ sinceMs }) => sinceMs));
  return queue.messages === 0 && now >= startedMs + 2 * intervalMs;
}

function leastLoaded({ queues = [] }: Observed, staying: readonly RabbitmqMember[]): string {
  const load = (node: string) => queues.filter((queue) => queue.type === 'classic' && queue.node === node).length;
  const [first] = staying.map(({ node }) => node).toSorted((a, b) => load(a) - load(b));
  return first ?? '';
}

/** Those that would be lost with the node. Exclusive ones go with their connection anyway. */
export function classicQueuesOn(queues: readonly QueueView[], node: string): readonly QueueView[] {
  return queues.filter((queue) => queue.type === 'classic' && queue.node === node && queue.isDurable && !queue.isExclusive);
}

/** `orders in /, mails in shop and 3 more` */
export function describeQueues(queues: readonly Pick<QueueView, 'vhost' | 'name'>[]): string {
  const named = queues.slice(0, 5).map(({ vhost, name }) => `${name} in ${vhost}`);
  return queues.length > named.length ? `${named.join(', ')} and ${queues.length - named.length} more` : named.join(', ');
}

function describeMoves(moves: readonly Move[]): string {
  return describeQueues(moves);
}

function waiting(reason: string): RabbitmqStep {
  return { rule, reason: `classic queues are to go to nodes that stay, and wait: ${reason}`, actions: [], requeueAfterMs: 1_000 };
}

import type { Ask } from './calls/ask.ts';
import { clusterApi } from './calls/describe-cluster.ts';
import { describeQuorum } from './calls/describe-quorum.ts';
import type { KafkaAccess } from './kafka-access.ts';
import { isElsewhere, KafkaAdminError } from './kafka-admin-error.ts';
import type { Limit, NodeConnection } from './node-connection.ts';
import { isSilence, type Nodes } from './nodes.ts';
import type { CallOptions } from './port.ts';
import type { Target } from './views.ts';

/** Whom a call may be for. Each gives the means to send it; all calls of one use are within one time limit. */
export type Asker = {
  /** Any broker that answers; where one does not, the next. */
  any<T>(options: CallOptions | undefined, use: Use<T>): Promise<T>;
  /** A broker to which there is a connection, or else the active controller, and nobody after it: nobody knows whether what was not answered was carried out. */
  once<T>(options: CallOptions | undefined, use: Use<T>): Promise<T>;
  /** A broker that knows what the active controller has decided lately. */
  current<T>(options: CallOptions | undefined, use: Use<T>): Promise<T>;
  /** Any broker that answers, or else the active controller. */
  quorum<T>(options: CallOptions | undefined, use: Use<T>): Promise<T>;
  /** The active controller. */
  active<T>(options: CallOptions | undefined, use: Use<T>): Promise<T>;
  /** This broker. */
  broker<T>(id: number, options: CallOptions | undefined, use: Use<T>): Promise<T>;
};

/** May be run more than once, but by `once`. @param limitMs for what Kafka is told how long it may take: less than will be waited */
export type Use<T> = (ask: Ask, limitMs: number) => Promise<T>;

const defaultLimitMs = 5_000;
/** A broker that is behind by more than this has been cut off from the controllers. They send something every half second. */
const staleMs = 3_000;

export function openAsker(access: KafkaAccess, nodes: Nodes): Asker {
  const wholeMs = access.timeoutMs ?? defaultLimitMs;

  /** Tries each of them until one answers, or refuses for good. */
  async function firstOf<T>(targets: readonly Target[], options: CallOptions | undefined, attempt: Attempt<T>): Promise<T> {
    const deadline = performance.now() + wholeMs;
    let failure: unknown = new KafkaAdminError('Unreachable', 'no node is known that could be asked');
    const tries = nodes.ordered(targets);
    for (const [index, target] of tries.entries()) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0 || options?.signal?.aborted === true) break;
      // Whoever hangs leaves time to ask another.
      const timeoutMs = Math.ceil(index === tries.length - 1 ? leftMs : leftMs / 2);
      try {
        return await attempt(target, { timeoutMs, signal: options?.signal });
      } catch (error) {
        failure = error;
        if (!isSilence(error) && !isElsewhere(error)) throw error;
      }
    }
    throw failure;
  }

  async function sendTo<T>(target: Target, limit: Limit, use: Use<T>): Promise<T> {
    return useOn(await nodes.connect(target, limit), limit, use);
  }

  function activeController(options: CallOptions | undefined): Promise<NodeConnection> {
    return firstOf(access.controllers ?? [], options, async (target, limit) => {
      const connection = await nodes.connect(target, limit);
      await useOn(connection, limit, describeQuorum);
      return connection;
    });
  }

  async function once<T>(options: CallOptions | undefined, use: Use<T>): Promise<T> {
    const connection = await orController(options, () => firstOf(access.brokers, options, nodes.connect));
    return useOn(connection, { timeoutMs: wholeMs, signal: options?.signal }, use);
  }

  async function quorum<T>(options: CallOptions | undefined, use: Use<T>): Promise<T> {
    const limit = { timeoutMs: wholeMs, signal: options?.signal };
    const answer = () => firstOf(access.brokers, options, async (target, each) => ({ value: await sendTo(target, each, use) }));
    const found = await orController(options, answer);
    return 'value' in found ? found.value : useOn(found, limit, use);
  }

  async function active<T>(options: CallOptions | undefined, use: Use<T>): Promise<T> {
    return useOn(await activeController(options), { timeoutMs: wholeMs, signal: options?.signal }, use);
  }

  async function orController<T>(options: CallOptions | undefined, attempt: () => Promise<T>): Promise<T | NodeConnection> {
    try {
      return await attempt();
    } catch (error) {
      if ((access.controllers ?? []).length === 0 || !isSilence(error)) throw error;
      return activeController(options);
    }
  }

  function current<T>(options: CallOptions | undefined, use: Use<T>): Promise<T> {
    return firstOf(access.brokers, options, (target, limit) =>
      sendTo(target, limit, async (ask, limitMs) => {
        await checkCurrent(ask, target);
        return use(ask, limitMs);
      }),
    );
  }

  async function broker<T>(id: number, options: CallOptions | undefined, use: Use<T>): Promise<T> {
    const named = access.brokers.find(({ nodeId }) => nodeId === id);
    const target = named ?? (await any(options, (ask) => advertised(ask, id)));
    return sendTo(target, { timeoutMs: wholeMs, signal: options?.signal }, use);
  }

  function any<T>(options: CallOptions | undefined, use: Use<T>): Promise<T> {
    return firstOf(access.brokers, options, (target, limit) => sendTo(target, limit, use));
  }

  return { any, once, current, quorum, active, broker };
}

type Attempt<T> = (target: Target, limit: Limit) => Promise<T>;

function useOn<T>(connection: NodeConnection, limit: Limit, use: Use<T>): Promise<T> {
  // Kafka is to answer that it took too long before nobody waits for that any more.
  return use((api, request) => connection.send(api, request, limit), Math.ceil(limit.timeoutMs * 0.8));
}

async function checkCurrent(ask: Ask, { nodeId, pod }: Target): Promise<void> {
  const { voters, observers } = await describeQuorum(ask);
  const own = [...voters, ...observers].find(({ id }) => id === nodeId);
  if (own?.sinceCaughtUpMs !== undefined && own.sinceCaughtUpMs <= staleMs) return;
  throw new KafkaAdminError('Unreachable', `${pod}: it is behind the active controller, and would tell what once was`);
}

async function advertised(ask: Ask, id: number): Promise<Target> {
  const { brokers } = await ask(clusterApi, { withOperations: false, endpointType: 1, withFenced: false });
  const found = brokers.find((each) => each.id === id);
  if (found === undefined) throw new KafkaAdminError('Unreachable', `there is no broker ${id}, or it is fenced`);
  return { nodeId: id, pod: `broker ${id}`, ip: found.host, port: found.port };
}

import type { KafkaAdmin } from '../client/port.ts';
import { nodeIdOf, type Role } from '../names.ts';
import { foundKafka, type Running, type Voter } from './simulated-kafka.ts';
import { type SimulatedWorld, simulatedAdmin } from './simulated-kafka-admin.ts';
import { tick } from './simulated-kafka-tick.ts';

/** A pod as its own container sees it: with an address it runs, and it was told something. */
export type RunningPod = {
  readonly role: Role;
  readonly ordinal: number;
  readonly ip: string | undefined;
  /** What a controller is to do on an empty volume, where a broker stands. */
  readonly told: string | undefined;
};

export type SimulatedPods = {
  readonly admin: KafkaAdmin;
  readonly world: SimulatedWorld;
  /** How often a cluster was founded. */
  readonly foundings: () => number;
};

/**
 * Servers of one cluster, as far as it takes to make, scale and roll it: a container does what its start script would, what a volume holds stays, and
 * some time passes between any two calls. Nothing is known here that a real cluster would forget when the operator dies.
 *
 * @param pods those that there are now
 */
export function simulatedPods(pods: () => Promise<readonly RunningPod[]>): SimulatedPods {
  /** What the volumes of controllers were formatted with. */
  const formatted = new Map<number, Voter>();
  const world: SimulatedWorld = { kafka: foundKafka('none', []), running: { brokers: [], controllers: [] } };
  let foundings = 0;

  function format({ ordinal, told = '' }: RunningPod): void {
    const id = nodeIdOf('controller', ordinal);
    const [verb, clusterId = '', founders = ''] = told.trim().split(' ');
    if (formatted.has(id)) return;
    if (verb === 'join') formatted.set(id, { id, directoryId: `joined-${ordinal}` });
    if (verb !== 'found') return;
    const voters = founders.split(',').map(voterOf);
    const own = voters.find((voter) => voter.id === id);
    if (own === undefined) return;
    if (world.kafka.clusterId !== clusterId) {
      foundings += 1;
      world.kafka = foundKafka(clusterId, voters);
    }
    formatted.set(id, own);
  }

  async function pass(): Promise<void> {
    const started = (await pods()).filter(({ ip }) => ip !== undefined);
    for (const pod of started) if (pod.role === 'controller') format(pod);
    world.running = runningOf(started, formatted);
    world.kafka = tick(world.kafka, world.running);
  }

  return { admin: afterEachPass(simulatedAdmin(world), pass), world, foundings: () => foundings };
}

/** A broker waits until it knows where it stands. */
function runningOf(started: readonly RunningPod[], formatted: ReadonlyMap<number, Voter>): Running {
  const brokers = started.filter(({ role, told }) => role === 'broker' && told !== undefined);
  const controllers = started.filter(({ role }) => role === 'controller');
  return {
    brokers: brokers.map(({ ordinal, told }) => ({ id: ordinal, rack: told })).sort((a, b) => a.id - b.id),
    controllers: controllers.flatMap(({ ordinal }) => formatted.get(nodeIdOf('controller', ordinal)) ?? []),
  };
}

/** As `foundingOrder` writes it. */
function voterOf(text: string): Voter {
  const [id, directoryId = ''] = [text.slice(0, text.indexOf('@')), text.slice(text.lastIndexOf(':') + 1)];
  return { id: Number(id), directoryId };
}

function afterEachPass(admin: KafkaAdmin, pass: () => Promise<void>): KafkaAdmin {
  type Call = (...args: readonly unknown[]) => Promise<unknown>;
  const calls = Object.entries(admin as unknown as Readonly<Record<string, Call>>).map(([name, call]) => {
    const passed: Call = async (...args) => {
      await pass();
      return call(...args);
    };
    return [name, name === 'close' ? call : passed] as const;
  });
  return Object.fromEntries(calls) as unknown as KafkaAdmin;
}

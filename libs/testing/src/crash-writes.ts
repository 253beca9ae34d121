import { isDeepStrictEqual } from 'node:util';
import type { Kube } from '@dataservices/kube';
import { crashingKube, type RecordedWrite, type WriteCrash } from './crashing-kube.ts';
import { waitFor } from './wait-for.ts';

/** A process that runs until it is stopped, as a Manager does. */
export type RunningOperator = { run(): Promise<void>; stop(): Promise<void> };

export type WriteScenario = {
  /** Makes a namespace that nobody has used, with what is to be there before: a custom resource as it was, reconciled or not. */
  prepare(): Promise<string>;
  /** What a user asks for. */
  ask(namespace: string): Promise<void>;
  /** A new client, as for a new process. */
  connect(): Kube;
  operator(kube: Kube, namespace: string): RunningOperator;
  isDone(namespace: string): Promise<boolean>;
  /** As much of the end as must be the same whatever crashed: no uids, versions, times. */
  end(namespace: string): Promise<unknown>;
  /** Takes away what a run has left that came to its end: hundreds of them would make a server slow. */
  remove?(namespace: string): Promise<void>;
  /** What a person wants to know where it does not get done. */
  explain?(namespace: string): Promise<unknown>;
  /** Until it must be done. Default 3 minutes: several scenarios share the processors. */
  readonly timeoutMs?: number;
};

export type WriteRun = { readonly writes: readonly RecordedWrite[]; readonly end: unknown };

/**
 * Runs the scenario once, and then once for each write of it with a crash before, and once with a crash after: the operator is thrown away with
 * its caches and started anew. Expects the same end, and as many deletions of each object.
 *
 * What a module keeps in variables of its own survives here, unlike in a process that is killed: an operator must keep all it has in what
 * `operator` makes.
 *
 * @param choose which of the crashes to try; default all of them
 * @returns the run without a crash
 * @throws Error that names the crash and both ends
 */
export async function crashBetweenWrites(
  scenario: WriteScenario,
  choose: (crash: WriteCrash) => boolean = () => true,
): Promise<WriteRun & { readonly tried: number }> {
  const reference = await runOnce(scenario);
  if (reference.writes.length === 0) throw new Error('the run without a crash wrote nothing: there is nothing to crash between');
  const crashes = reference.writes.flatMap((_, at) => [
    { write: at + 1, when: 'before' as const },
    { write: at + 1, when: 'after' as const },
  ]);
  const chosen = crashes.filter(choose);
  for (const crash of chosen) {
    const { write, when } = crash;
    const title = `after a crash ${when} write ${write} (${describe(reference.writes[write - 1])})`;
    const run = await runOnce(scenario, crash).catch((error: unknown) => {
      throw new Error(`${title}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    });
    expectSame(`${title}: another end`, reference.end, run.end);
    expectSame(`${title}: other deletions`, deletions(reference), deletions(run));
  }
  return { ...reference, tried: chosen.length };
}

/**
 * Every so many crashes of a run, beginning with the one after the first write; all of them, before and after each write, in the full tier.
 *
 * @param step odd, so that crashes before and after a write take turns
 */
export function everyCrash(step: number): (crash: WriteCrash) => boolean {
  const isFull = process.env.DATASERVICES_E2E_TIER === 'full';
  return ({ write, when }) => isFull || (write * 2 + (when === 'after' ? 1 : 0)) % step === 3;
}

/** Has the operator die at a write, and nobody come after it. @returns the namespace as it was left */
export async function dieAt(scenario: WriteScenario, crash: WriteCrash): Promise<string> {
  const namespace = await scenario.prepare();
  const { kube, crashed } = crashingKube(scenario.connect(), crash);
  await scenario.ask(namespace);
  await live(scenario, kube, namespace, () => Promise.race([crashed, awaitDone(scenario, namespace)]));
  return namespace;
}

async function runOnce(scenario: WriteScenario, crash?: WriteCrash): Promise<WriteRun> {
  const namespace = await scenario.prepare();
  const run = await runIn(namespace, scenario, crash);
  await scenario.remove?.(namespace);
  return run;
}

async function runIn(namespace: string, scenario: WriteScenario, crash: WriteCrash | undefined): Promise<WriteRun> {
  const first = crashingKube(scenario.connect(), crash);
  await scenario.ask(namespace);
  const done = () => awaitDone(scenario, namespace);
  if (crash === undefined) {
    await live(scenario, first.kube, namespace, done);
    return { writes: first.writes, end: await scenario.end(namespace) };
  }
  // A run with other timing may write less: then it is done before it crashes.
  await live(scenario, first.kube, namespace, () => Promise.race([first.crashed, done()]));
  const second = crashingKube(scenario.connect());
  await live(scenario, second.kube, namespace, done);
  return { writes: [...first.writes, ...second.writes], end: await scenario.end(namespace) };
}

/** One life of the operator. */
async function live(scenario: WriteScenario, kube: Kube, namespace: string, until: () => Promise<unknown>): Promise<void> {
  const operator = scenario.operator(kube, namespace);
  const running = operator.run();
  try {
    await Promise.race([until(), running.then(() => Promise.reject(new Error('the operator ended by itself')))]);
  } finally {
    await operator.stop();
    await running;
  }
}

async function awaitDone({ isDone, explain, timeoutMs = 180_000 }: WriteScenario, namespace: string): Promise<void> {
  try {
    await waitFor(`${namespace} to be as asked for`, () => isDone(namespace), { timeoutMs });
  } catch (error) {
    const details = explain === undefined ? '' : `: ${JSON.stringify(await explain(namespace))}`;
    throw new Error(`${error instanceof Error ? error.message : error}${details}`, { cause: error });
  }
}

function deletions({ writes }: WriteRun): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { verb, object } of writes) if (verb === 'delete' || verb === 'evict') counts[object] = (counts[object] ?? 0) + 1;
  return counts;
}

function expectSame(title: string, expected: unknown, found: unknown): void {
  if (isDeepStrictEqual(expected, found)) return;
  throw new Error(`${title}:\n  without: ${JSON.stringify(expected)}\n  with:    ${JSON.stringify(found)}`);
}

function describe(write: RecordedWrite | undefined): string {
  return `${write?.verb} ${write?.object}`;
}

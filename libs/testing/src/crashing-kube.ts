import type { Kube, Ref, Resource } from '@dataservices/kube';
import { resources } from '@dataservices/kube';

/** The process is dead, as far as this client is concerned. */
export class Crashed extends Error {
  override readonly name = 'Crashed';
  readonly code = 'Crashed';
}

/** Writes are counted from 1; those of Leases and Events do not count. */
export type WriteCrash = { readonly write: number; readonly when: 'before' | 'after' };

export type RecordedWrite = { readonly verb: string; readonly object: string };

export type CrashingKube = {
  readonly kube: Kube;
  /** What took effect so far. */
  readonly writes: readonly RecordedWrite[];
  /** Resolves when the crash has come. */
  readonly crashed: Promise<void>;
};

const writingVerbs = [
  'create',
  'update',
  'apply',
  'applyStatus',
  'mergePatch',
  'jsonPatch',
  'updateScale',
  'delete',
  'evict',
] as const satisfies readonly (keyof Kube)[];

type Call = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * A client whose process dies at one of its writes: right before it is sent, or right after it took effect and before the answer is
 * heard. From then on every call fails. Without a crash it only counts.
 */
export function crashingKube(inner: Kube, crash?: WriteCrash): CrashingKube {
  const writes: RecordedWrite[] = [];
  const { promise: crashed, resolve } = Promise.withResolvers<void>();
  let begun = 0;
  let isDead = false;

  function die(): never {
    isDead = true;
    resolve();
    throw new Crashed('the process was killed');
  }

  async function write(verb: string, call: Call, args: readonly unknown[]): Promise<unknown> {
    if (isDead) throw new Crashed('the process was killed');
    if (isBesideTheWork(verb, args)) return call(...args);
    begun += 1;
    const isDue = begun === crash?.write;
    if (isDue && crash.when === 'before') die();
    const result = await call(...args);
    if (result !== 'absent' && result !== 'refused') writes.push({ verb, object: describe(verb, args) });
    if (isDue) die();
    return result;
  }

  async function read(call: Call, args: readonly unknown[]): Promise<unknown> {
    if (isDead) throw new Crashed('the process was killed');
    return call(...args);
  }

  const overrides: Record<string, Call> = {};
  for (const verb of writingVerbs) overrides[verb] = (...args) => write(verb, inner[verb] as Call, args);
  for (const verb of ['get', 'list', 'getScale'] as const) overrides[verb] = (...args) => read(inner[verb] as Call, args);
  return { kube: { ...inner, ...overrides } as Kube, writes, crashed };
}

function resourceOf(verb: string, args: readonly unknown[]): Resource {
  return verb === 'evict' ? resources.pods : (args[0] as Resource);
}

function isBesideTheWork(verb: string, args: readonly unknown[]): boolean {
  const { plural, group } = resourceOf(verb, args);
  return (plural === 'leases' && group === 'coordination.k8s.io') || (plural === 'events' && group === 'events.k8s.io');
}

function describe(verb: string, args: readonly unknown[]): string {
  const subject = (verb === 'evict' ? args[0] : args[1]) as Ref & { readonly metadata?: Ref };
  return `${resourceOf(verb, args).kind} ${subject.metadata?.name ?? subject.name}`;
}

import { resourceOf, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { createFakeKube, type FakeKube } from './fake-kube.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an operator is given to report to. */
export type Reported = {
  readonly recorder: { readonly record: (event: Fields) => void; readonly flush: () => Promise<void> };
  readonly metrics: { readonly destroyed: (kind: string, act: string) => void; readonly operated: () => void };
  readonly log: TestLog;
};

type TestLog = { readonly [level in 'debug' | 'info' | 'warn' | 'error']: (message: string, fields?: Fields) => void } & {
  readonly child: (fields: Fields) => TestLog;
};

type Act = { readonly kind: string };
type Step<A> = { readonly rule: string; readonly reason: string; readonly actions: readonly A[] };

export type DestructionBed<A> = {
  /** The custom resource. */
  readonly owner: StoredObject;
  /** What the operator says of each kind of its actions; false of those that take nothing away. */
  readonly destructions: Readonly<Record<string, unknown>>;
  /** One of each kind of the service's own that takes something away. */
  readonly acts: readonly A[];
  /** Has the operator carry out a plan with this step alone, in a world in which it succeeds. `kube` has the owner, and the members' objects. */
  readonly carryOut: (step: Step<A>, given: Reported & { readonly kube: FakeKube }) => Promise<{ readonly error?: unknown }>;
};

/** Those that every service has. */
const memberActs = [
  { kind: 'delete-pod', pod: 'a-pod', uid: 'uid-of-a-pod' },
  { kind: 'delete-claim', name: 'a-claim', uid: 'uid-of-a-claim', pod: 'a-pod-that-is-gone' },
  { kind: 'condemn-claim', name: 'a-claim', uid: 'uid-of-a-claim' },
];

/** That whatever an operator takes away leaves one Event, one line of the log and one count, by which it can be told what was done and for whom. */
export function testDestructions<A extends Act>({ owner, destructions, acts: own, carryOut }: DestructionBed<A>): void {
  const kinds = Object.keys(destructions).filter((kind) => destructions[kind] !== false);
  const acts = [...(memberActs as readonly Act[] as readonly A[]), ...own];

  test('of each kind of act that takes something away there is one', () => {
    expect(acts.map(({ kind }) => kind).toSorted()).toEqual(kinds.toSorted());
  });

  test.for(acts.map((act) => [act.kind, act] as const))('%s leaves one Event, one line and one count', async ([kind, act]) => {
    const seen = takeDown();
    const rule = 'SomeRule';
    const reason = 'somebody is to go';
    const { error } = await carryOut({ rule, reason, actions: [act] }, { ...seen, kube: kubeWith(owner) });
    expect(error).toBeUndefined();
    expect(seen.events).toMatchObject([
      { type: 'Normal', reason: rule, note: reason, isEssential: true, regarding: { metadata: { uid: owner.metadata.uid } } },
    ]);
    expect(seen.lines.filter(({ message }) => message === 'taken away')).toMatchObject([
      {
        rule,
        reason,
        act: kind,
        owner: { kind: owner.kind, uid: owner.metadata.uid },
        object: { kind: expect.any(String), name: expect.any(String) },
        before: expect.any(String),
        after: expect.any(String),
      },
    ]);
    expect(seen.counts).toEqual([`${owner.kind} ${kind}`]);
  });
}

function kubeWith(owner: StoredObject): FakeKube {
  const kube = createFakeKube();
  const { namespace = 'default' } = owner.metadata;
  const object = (kind: string, name: string) => ({ apiVersion: 'v1', kind, metadata: { namespace, name, uid: `uid-of-${name}` } });
  kube.put(resources.pods, object('Pod', 'a-pod'));
  kube.put(resources.persistentVolumeClaims, object('PersistentVolumeClaim', 'a-claim'));
  kube.put(resourceOf(owner), owner);
  return kube;
}

function takeDown() {
  const events: Fields[] = [];
  const lines: Fields[] = [];
  const counts: string[] = [];
  const logWith = (common: Fields): TestLog => {
    const write = (message: string, fields: Fields = {}) => void lines.push({ message, ...common, ...fields });
    return { debug: write, info: write, warn: write, error: write, child: (fields) => logWith({ ...common, ...fields }) };
  };
  return {
    events,
    lines,
    counts,
    log: logWith({}),
    recorder: { record: (event: Fields) => void events.push(event), flush: async () => {} },
    metrics: { destroyed: (kind: string, act: string) => void counts.push(`${kind} ${act}`), operated: () => {} },
  };
}

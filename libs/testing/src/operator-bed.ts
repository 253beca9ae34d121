import { randomUUID } from 'node:crypto';
import { connect, type Kube, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import type { RunningOperator } from './crash-writes.ts';
import { type Crd, installCrd } from './install-crd.ts';
import { makePod, type StatefulSetObject } from './make-pod.ts';
import { testNamespace } from './test-namespace.ts';
import { waitFor as waitForThis } from './wait-for.ts';

/** An operator that counts its passes, as a Manager does. */
export type CountingOperator = RunningOperator & { readonly metrics: { readonly registry: { metrics(): Promise<string> } } };

export type OperatorBedOptions = {
  /** Of the operator, as the API server hears it. */
  readonly userAgent: string;
  readonly crd: Crd;
  /** The kind that the CRD is about. */
  readonly resource: Resource;
  /** A new process of the operator, for a test of its own. */
  readonly operator: (kube: Kube, namespace: string) => CountingOperator;
};

/** The name of the object in each namespace. */
const name = 'cart';
const startMs = 60_000;

const patienceMs = 20_000;

/**
 * Gives each test of a file a namespace, and an operator in it, for real, on a server without controllers: what it asks for is stored, and pods are
 * those that a test makes.
 */
export function useOperatorBed<Cluster extends StoredObject & { readonly status?: unknown }>({
  userAgent,
  crd,
  resource,
  operator,
}: OperatorBedOptions) {
  let admin: KubeClient;
  let namespace = '';
  let running: CountingOperator;
  let writes = 0;

  beforeAll(async () => {
    admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'admin/1.0' });
    await installCrd(admin, crd);
  }, startMs);
  beforeEach(async () => {
    namespace = await testNamespace(admin, resource.plural);
    writes = 0;
    const onRequest = ({ method }: { readonly method: string }) => {
      if (method !== 'GET') writes += 1;
    };
    running = operator(connect({ kubeconfig: inject('kubeconfigPath'), userAgent, onRequest }), namespace);
    void running.run();
  });
  afterEach(() => running.stop());
  afterAll(() => admin?.close());

  function waitFor<T>(what: string, check: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
    return waitForThis(what, check, { timeoutMs: patienceMs, intervalMs: 20 });
  }

  const ref = (called: string) => ({ namespace, name: called });

  /** The one object of the namespace, as the user wants it. */
  async function applyCart(spec: object): Promise<void> {
    const object = { apiVersion: `${resource.group}/${resource.version}`, kind: resource.kind, metadata: ref(name), ...{ spec } };
    await admin.apply(resource, object, { fieldManager: 'user' });
  }

  function read<T extends StoredObject>(of: Resource, called: string): Promise<T | undefined> {
    return admin.get<T>(of, ref(called));
  }

  function awaitObject<T extends StoredObject>(of: Resource, called: string): Promise<T> {
    return waitFor(`${of.kind} ${called}`, () => read<T>(of, called));
  }

  /** The object, once it has a status, and is as wanted. */
  function awaitCart(what: string, isAsWanted: (cart: Cluster) => boolean): Promise<Cluster> {
    const find = async () => {
      const cart = await read<Cluster>(resource, name);
      return cart?.status !== undefined && isAsWanted(cart) ? cart : undefined;
    };
    return waitFor(what, find);
  }

  async function makePodOf(set: string, ordinal: number): Promise<StoredObject> {
    return makePod(admin, await awaitObject<StatefulSetObject>(resources.statefulSets, set), ordinal);
  }

  /** A change of the object that asks for nothing, so that it is looked at again. */
  async function touch(): Promise<void> {
    const metadata = { annotations: { 'example.com/touched': randomUUID() } };
    await admin.mergePatch(resource, ref(name), { metadata });
  }

  async function countPasses(): Promise<number> {
    const text = await running.metrics.registry.metrics();
    const lines = text.split('\n').filter((line) => line.startsWith('controller_runtime_reconcile_total'));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  /** Waits until so many passes have ended that nobody has asked for. */
  async function awaitPasses(count: number): Promise<void> {
    const passes = await countPasses();
    await waitFor(`${count} passes`, async () => (await countPasses()) >= passes + count);
  }

  /** Has it look again so often. The first pass to end may have begun before, and does not count. */
  async function provokePasses(count: number): Promise<void> {
    for (let ended = 0; ended <= count; ended += 1) {
      const passes = await countPasses();
      await touch();
      await waitFor('a pass', async () => (await countPasses()) > passes);
    }
  }

  /** Waits until three passes in a row write nothing. */
  async function awaitRest(): Promise<void> {
    const isQuiet = async () => {
      const before = writes;
      await provokePasses(3);
      return writes === before;
    };
    await waitFor('passes without a write', isQuiet);
  }

  /** Comes to rest, and does not write while passes go on. */
  async function expectNoWrites(passesGoOn = () => provokePasses(3)): Promise<void> {
    await awaitRest();
    const atRest = writes;
    await passesGoOn();
    expect(writes).toBe(atRest);
  }

  return {
    admin: () => admin,
    namespace: () => namespace,
    /** Of an object of the test, by its name. */
    ref,
    waitFor,
    applyCart,
    read,
    awaitObject,
    awaitCart,
    makePod: makePodOf,
    touch,
    awaitPasses,
    provokePasses,
    awaitRest,
    expectNoWrites,
  };
}

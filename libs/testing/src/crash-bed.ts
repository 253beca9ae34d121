import { connect, type Kube, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { Condition, ObjectMeta, StoredObject } from '@dataservices/plan';
import { afterAll, beforeAll, expect } from 'vitest';
import { type ChartAccount, chartAccount } from './chart-account.ts';
import { leftByDeletion, objectsLeft } from './crash-objects.ts';
import type { RunningOperator, WriteScenario } from './crash-writes.ts';
import { type Crd, installCrd } from './install-crd.ts';
import { type SecretsSeen, watchSecrets } from './secret-watch.ts';
import { useSimulatedCluster } from './simulated-cluster.ts';
import { testNamespace } from './test-namespace.ts';
import { waitFor } from './wait-for.ts';

const startMs = 60_000;
/** Several scenarios share the processors, and those may be busy with something else. */
const settleMs = 180_000;

export type CrashBedOptions = {
  /** Of the operator, as the API server hears it. */
  readonly userAgent: string;
  readonly crd: Crd;
  /** The kind that the CRD is about. */
  readonly resource: Resource;
  /** A new process of the operator. @param log takes the lines of its log */
  readonly operator: (kube: Kube, namespace: string, log?: (line: string) => void) => RunningOperator;
  /** The operator's name in the chart: it may do what the chart permits it, in the namespaces of the test. Omitted: everything. */
  readonly chartName?: string;
};

/** What a user writes: the object's spec, and annotations that ask for something. */
export type Asked = { readonly spec: object; readonly annotations?: Readonly<Record<string, string>> };

type WithConditions = StoredObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

export type CrashBed = {
  /** Somebody who is not the operator; there once the first test runs. */
  admin(): KubeClient;
  /** Path of the kubeconfig of somebody who may do everything; there once the first test runs. */
  kubeconfig(): string;
  /** The one object of the namespace, as the user wants it. */
  apply(namespace: string, asked: Asked): Promise<void>;
  /** Makes a Secret of a user, or changes its values. */
  provide(namespace: string, name: string, stringData: Readonly<Record<string, string>>): Promise<void>;
  read<T extends StoredObject>(namespace: string): Promise<T | undefined>;
  /** Whether all that is asked for by now has come about. */
  isSettled(namespace: string): Promise<boolean>;
  /** What two runs are compared by: all objects of a namespace, without uids, versions and times. */
  objects(namespace: string): Promise<readonly (readonly string[])[]>;
  /** Deletes the object. @returns `Kind name` of what is left when everything that it owns is gone */
  leftBehind(namespace: string): Promise<readonly string[]>;
  /** Has the operator do what a user asks for in a new namespace, and looks for what its Secrets hold everywhere else. */
  secretsSeen(ask: (namespace: string) => Promise<void>): Promise<SecretsSeen>;
  /** A scenario that begins with an object that an operator has settled, if `before` is given, and asks for `after`. */
  scenario(before: Asked | undefined, after: Asked, rest: Pick<WriteScenario, 'end' | 'explain'> & Partial<WriteScenario>): WriteScenario;
};

/** The name of the object in each namespace. */
const objectName = 'cart';

/** Gives the tests of a file a cluster of simulated nodes with a CRD, and what scenarios of crashes need of one object of it. */
export function useCrashBed({ userAgent, crd, resource, operator, chartName }: CrashBedOptions): CrashBed {
  const kubeconfig = useSimulatedCluster();
  let client: KubeClient | undefined;
  let account: ChartAccount | undefined;
  /** The methods that the API server refused the operator for want of a permission. */
  const forbidden = new Set<string>();

  beforeAll(async () => {
    client = connect({ kubeconfig: kubeconfig(), userAgent: 'admin/1.0' });
    await installCrd(client, crd);
    if (chartName !== undefined) account = chartAccount({ admin: client, kubeconfig: kubeconfig(), operator: chartName, resource });
  }, startMs);

  afterAll(() => client?.close());
  // A pass that was refused something may have come to its end all the same.
  afterAll(() => expect([...forbidden]).toEqual([]));

  function admin(): KubeClient {
    if (client === undefined) throw new Error('there is no API server before the first test');
    return client;
  }

  async function apply(namespace: string, { spec, annotations }: Asked): Promise<void> {
    const metadata: ObjectMeta = { name: objectName, namespace, ...(annotations !== undefined && { annotations }) };
    const object = { apiVersion: `${resource.group}/${resource.version}`, kind: resource.kind, metadata, ...{ spec } };
    await admin().apply(resource, object, { fieldManager: 'user' });
  }

  async function provide(namespace: string, name: string, stringData: Readonly<Record<string, string>>): Promise<void> {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, ...{ stringData } };
    await admin().apply(resources.secrets, secret, { fieldManager: 'user' });
  }

  function read<T extends StoredObject>(namespace: string): Promise<T | undefined> {
    return admin().get<T>(resource, { namespace, name: objectName });
  }

  async function isSettled(namespace: string): Promise<boolean> {
    const found = await read<WithConditions>(namespace);
    const settled = found?.status?.conditions?.find(({ type }) => type === 'Settled');
    return settled?.status === 'True' && settled.observedGeneration === found?.metadata.generation;
  }

  /** On behalf of the operator's account, where it has one. */
  function connectOperator(): KubeClient {
    return connect({
      kubeconfig: account?.kubeconfig() ?? kubeconfig(),
      userAgent,
      onRequest: ({ method, reason }) => {
        if (reason === 'Forbidden') forbidden.add(method);
      },
    });
  }

  async function newNamespace(): Promise<string> {
    const namespace = await testNamespace(admin(), 'crash');
    await account?.admitTo(namespace);
    return namespace;
  }

  async function secretsSeen(ask: (namespace: string) => Promise<void>): Promise<SecretsSeen> {
    const namespace = await newNamespace();
    const watch = await watchSecrets(admin(), namespace, [resource]);
    const kube = connectOperator();
    const manager = operator(kube, namespace, (line) => watch.see('the log', line));
    const running = manager.run();
    try {
      await ask(namespace);
    } finally {
      await manager.stop();
      await running;
      await kube.close();
    }
    return watch.end();
  }

  async function settle(namespace: string, asked: Asked): Promise<void> {
    await apply(namespace, asked);
    const kube = connectOperator();
    const manager = operator(kube, namespace);
    const running = manager.run();
    await waitFor('the object to begin with', () => isSettled(namespace), { timeoutMs: settleMs });
    await manager.stop();
    await running;
    await kube.close();
  }

  return {
    admin,
    kubeconfig,
    apply,
    provide,
    read,
    isSettled,
    objects: (namespace) => objectsLeft(admin(), namespace),
    secretsSeen,
    leftBehind: (namespace) => leftByDeletion(admin(), resource, { namespace, name: objectName }),
    scenario: (before, after, rest) => ({
      async prepare() {
        const namespace = await newNamespace();
        if (before !== undefined) await settle(namespace, before);
        return namespace;
      },
      ask: (namespace) => apply(namespace, after),
      connect: connectOperator,
      operator,
      isDone: isSettled,
      remove: async (namespace) => void (await admin().delete(resource, { namespace, name: objectName })),
      ...rest,
    }),
  };
}

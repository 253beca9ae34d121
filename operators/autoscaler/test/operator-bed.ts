import {
  type AutoScaler,
  autoScalerKind,
  buildCrd,
  kafkaClusterKind,
  rabbitmqClusterKind,
  redisClusterKind,
  zookeeperClusterKind,
} from '@dataservices/api';
import { connect, type KubeClient, type Resource, resources, type Watch } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { createLogger, type Manager } from '@dataservices/reconcile';
import { testManager } from '@dataservices/reconcile/testing';
import { installCrd, type PrometheusServer, startPrometheus, testNamespace, waitFor } from '@dataservices/testing';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { addAutoscalerController } from '../src/controller.ts';
import type { Settings } from '../src/settings.ts';
import { settledStatus } from './settled-status.ts';

export const patience = { timeoutMs: 20_000, intervalMs: 50 };

export type OperatorBed = ReturnType<typeof useOperatorBed>;

/** The operator, for real, with a real API server and a real Prometheus. What is scaled are objects that nobody else looks after. */
export function useOperatorBed() {
  let admin: KubeClient;
  let prometheus: PrometheusServer;
  let manager: Manager | undefined;
  let namespace = '';
  let watch: Watch | undefined;
  let written: AutoScaler[] = [];

  beforeAll(async () => {
    admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'admin/1.0' });
    const kinds = [autoScalerKind, redisClusterKind, zookeeperClusterKind, rabbitmqClusterKind, kafkaClusterKind];
    for (const kind of kinds) await installCrd(admin, buildCrd(kind));
    prometheus = await startPrometheus();
  }, 120_000);
  beforeEach(async () => {
    namespace = await testNamespace(admin, 'scale');
    written = [];
    watch = admin.watch<AutoScaler>(resources.autoScalers, { namespace }, (event) => {
      if (event.type === 'MODIFIED') written.push(event.object);
    });
    startOperator();
  });
  afterEach(() => stopOperator());
  afterEach(() => watch?.stop());
  afterAll(async () => {
    await prometheus?.stop();
    await admin?.close();
  });

  /** @param write takes every line of its log. Omitted: errors are printed */
  function startOperator(changed: Partial<Settings> = {}, write?: (line: string) => void): void {
    manager = testManager({
      name: 'autoscaler',
      kube: connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'dataservices-autoscaler' }),
      namespace,
      logger: createLogger(write === undefined ? { level: 'error' } : { level: 'debug', write }),
    });
    const settings = {
      targets: [],
      prometheusAddress: `http://127.0.0.1:${prometheus.port}`,
      allowedHosts: ['127.0.0.1'],
      forbiddenAddresses: [],
    };
    addAutoscalerController(manager, { ...settings, periodMs: 1000, isHpaCompatible: false, ...changed });
    void manager.run();
  }

  async function stopOperator(): Promise<void> {
    await manager?.stop();
    manager = undefined;
  }

  const ref = (name: string) => ({ namespace, name });
  const read = <T extends StoredObject>(resource: Resource, name: string) => admin.get<T>(resource, ref(name));

  return {
    ref,
    read,
    startOperator,
    stopOperator,
    admin: () => admin,
    metricsText: async () => (await manager?.metrics.registry.metrics()) ?? '',
    /** Waits until Prometheus has them. */
    async measure(values: Readonly<Record<string, number>>): Promise<void> {
      prometheus.exporter.set(values);
      for (const [series, value] of Object.entries(values))
        await waitFor(series, async () => (await measured(series)) === String(value), patience);
    },
    /** From now on Prometheus has no value. */
    forgetMetrics: () => prometheus.exporter.set({}),
    apply(object: KubeObject & { readonly spec: object }): Promise<StoredObject> {
      const resource = Object.values(resources).find(({ kind }) => kind === object.kind);
      if (resource === undefined) throw new Error(`no kind ${object.kind}`);
      return admin.apply(resource, { ...object, metadata: { ...object.metadata, namespace } }, { fieldManager: 'user' });
    },
    /** What its operator would say of a cluster at rest, of its present generation. */
    async settle(
      name: string,
      changed: Readonly<Record<string, unknown>> = {},
      resource: Resource = resources.redisClusters,
    ): Promise<void> {
      const { metadata, spec } = (await read<StoredObject & { spec: { replicas: number } }>(resource, name)) ?? {
        metadata: {},
        spec: { replicas: 0 },
      };
      const status = settledStatus(spec.replicas, metadata.generation ?? 0, changed);
      const object = { apiVersion: 'dataservices.dev/v1alpha1', kind: resource.kind, metadata: ref(name), status };
      await admin.applyStatus(resource, object, { fieldManager: 'operator' });
    },
    awaitSize: (resource: Resource, name: string, replicas: number) =>
      waitFor(`${resource.kind} ${name} of ${replicas}`, async () => (await sizeOf(resource, name)) === replicas, patience),
    sizeOf,
    awaitScaler: (what: string, isSo: (scaler: AutoScaler) => boolean) =>
      waitFor(
        what,
        async () => {
          const scaler = await read<AutoScaler>(resources.autoScalers, 'cart');
          return scaler?.status !== undefined && isSo(scaler) ? scaler : undefined;
        },
        patience,
      ),
    /** One of all that were written since the test began: the next look may have another outcome a moment later. */
    awaitWritten: (what: string, isSo: (scaler: AutoScaler) => boolean) => waitFor(what, async () => written.find(isSo), patience),
    /** Several more looks. */
    async awaitLooks(count = 3): Promise<void> {
      const before = await looks();
      await waitFor(`${count} looks`, async () => (await looks()) >= before + count, patience);
    },
    /** Those of a reason, as soon as there is one: they are written beside the status, not before it. */
    events: async (reason: string) => {
      const find = async () => (await admin.list<Event>(resources.events, { namespace })).items.filter((event) => event.reason === reason);
      await waitFor(`an Event ${reason}`, async () => (await find()).length > 0, patience);
      return find();
    },
  };

  async function looks(): Promise<number> {
    const text = (await manager?.metrics.registry.metrics()) ?? '';
    const lines = text.split('\n').filter((line) => line.startsWith('controller_runtime_reconcile_total'));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  async function sizeOf(resource: Resource, name: string): Promise<number | undefined> {
    return (await admin.getScale(resource, ref(name)))?.spec.replicas;
  }

  async function measured(series: string): Promise<string | undefined> {
    const answer = await fetch(`http://127.0.0.1:${prometheus.port}/api/v1/query?${new URLSearchParams({ query: series })}`);
    const body = (await answer.json()) as {
      readonly data?: { readonly result?: readonly { readonly value: readonly [number, string] }[] };
    };
    return body.data?.result?.[0]?.value[1];
  }
}

type Event = StoredObject & { readonly reason: string; readonly note: string };

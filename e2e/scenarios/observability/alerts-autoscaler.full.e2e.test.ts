import type { AutoScalerSpecInput } from '@dataservices/api';
import { type Ref, resources } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { pauseImage } from '../../cluster/src/index.ts';
import { applyAutoscaler, awaitAutoscaler } from '../../src/autoscaler-object.ts';
import { hangContainer } from '../../src/kill-container.ts';
import { driverKinds } from '../../src/kinds.ts';
import type { Fault } from '../../src/node-faults.ts';
import { startPrometheus } from '../../src/prometheus-object.ts';
import { useAlerts } from '../../src/provoked-alerts.ts';

/** What AutoScalers ask, beside the Prometheus that watches them: it only has to answer what numbers it is given. */
const source = 'source';
const restReplicas = 3;
/** Each replica should have ten of what is measured. */
const goal = 10;
const asksFor = (replicas: number) => `vector(${replicas * goal})`;

const { bed, namespace, provokes, fallsSilent } = useAlerts('autoscaler', async () => {
  await startPrometheus(bed, { namespace, name: source }, { 'prometheus.yml': '{}' });
  await makeTarget(cart);
  await rest();
});
const cart = { namespace, name: 'cart' };

/** A target that does nothing, and has settled as soon as its pods run. Its size is its AutoScaler's from then on. */
function makeTarget({ namespace, name }: Required<Ref>): Promise<unknown> {
  const labels = { app: name };
  const securityContext = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
  const pod = {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'pause', image: pauseImage, imagePullPolicy: 'IfNotPresent', securityContext }],
  };
  const spec = { replicas: restReplicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } };
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace, name }, spec };
  return bed.kube.create(driverKinds.deployments, object as KubeObject);
}

/** Has a scaler ask for this; returns the generation that does. */
async function follow(ref: Required<Ref>, query: string, changed: Partial<AutoScalerSpecInput> = {}): Promise<number | undefined> {
  const applied = await applyAutoscaler(bed, ref, {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: ref.name },
    minReplicas: 2,
    maxReplicas: 6,
    prometheus: { address: `http://${source}.${namespace}.svc.cluster.local:9090` },
    metrics: [{ name: 'wanted', query, target: { type: 'AverageValue', averageValue: goal } }],
    behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
    ...changed,
  });
  return applied.metadata.generation;
}

/** What is provoked by another spec is healed by the one before. */
async function provokedBy(query: string, changed?: Partial<AutoScalerSpecInput>): Promise<Fault> {
  await follow(cart, query, changed);
  return { heal: async () => void (await follow(cart, asksFor(restReplicas))) };
}

/** Its target has settled, and its metric is known. */
async function rest(): Promise<void> {
  const generation = await follow(cart, asksFor(restReplicas));
  await awaitAutoscaler(
    bed,
    cart,
    'the size at rest',
    ({ observedGeneration, currentReplicas, currentMetrics, conditions }) =>
      observedGeneration === generation &&
      currentReplicas === restReplicas &&
      currentMetrics?.[0]?.value !== undefined &&
      conditions?.some(({ type, status }) => type === 'Gated' && status === 'False') === true,
    120_000,
  );
}

provokes('Prometheus does not answer an AutoScaler', {
  rest,
  inject: () => hangContainer(bed, { namespace, name: source }, 'prometheus'),
});

provokes('A query of an AutoScaler has no answer', { rest, inject: () => provokedBy('nobody_measures_this') });

provokes('More load than an AutoScaler may give members', { rest, inject: () => provokedBy(asksFor(100)) });

provokes('A veto, or a target that does not settle, keeps an AutoScaler from its size', {
  rest,
  inject: () => provokedBy(asksFor(2), { vetoes: [{ name: 'busy', query: 'vector(1)' }] }),
});

provokes('A target moves up and down around a bound', {
  timeoutMs: 300_000,
  inject: async () => {
    const restless = { namespace, name: 'restless' };
    await makeTarget(restless);
    await follow(restless, `${goal} * (2 + 4 * (floor(vector(time()) / 30) % 2))`);
    const heal = async () => {
      await bed.kube.delete(resources.autoScalers, restless);
      await bed.kube.delete(driverKinds.deployments, restless);
    };
    return { heal };
  },
});

fallsSilent();

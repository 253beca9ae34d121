import { resources, withoutForeignManagedFields } from '@dataservices/kube';
import { keyOf, type Manager } from '@dataservices/reconcile';
import { createMemory } from './memory.ts';
import { scalerMetrics } from './metrics.ts';
import { nodeAddresses } from './observe/node-addresses.ts';
import { byTarget, targetKeys } from './observe/rivals.ts';
import { createSecretReader } from './observe/secrets.ts';
import { allowedHostsOf } from './observe.ts';
import { createPrometheusClient } from './prometheus/http-client.ts';
import { createQueryPool } from './prometheus/query-pool.ts';
import { createReconcile } from './reconcile.ts';
import { fieldManager, type Settings } from './settings.ts';
import { createSteadyClock } from './steady-clock.ts';
import { ownKinds } from './target-kinds.ts';
import { createTicker } from './ticker.ts';

/** Looks wait for Prometheus and the API server, and hardly ever for the processor. */
const workers = 16;

/** Adds the controller of AutoScalers to a manager. */
export function addAutoscalerController(manager: Manager, settings: Settings): void {
  const scalers = { indexes: { [byTarget]: targetKeys }, transform: withoutForeignManagedFields(fieldManager) };
  const autoScalers = manager.cache(resources.autoScalers, scalers);
  const caches = {
    autoScalers,
    horizontal: manager.cache(resources.horizontalPodAutoscalers, scalers),
    targets: new Map(ownKinds.map((kind) => [kind, manager.cache(kind)])),
  };
  const metrics = scalerMetrics(manager.metrics.registry);
  const nodes = manager.cache(resources.nodes);
  const policy = {
    allowedHosts: allowedHostsOf(settings),
    forbiddenAddresses: () => [...settings.forbiddenAddresses, ...nodeAddresses(nodes.list())],
  };
  const prometheus = createQueryPool(metrics.measured(createPrometheusClient({ policy })));
  const clock = createSteadyClock();
  const ticker = createTicker(() => autoScalers.list().map(keyOf), settings.periodMs);
  manager.controller({
    name: 'autoscaler',
    for: autoScalers,
    eventSources: [ticker, { start: () => {}, stop: async () => prometheus.close() }],
    reconcile: createReconcile({
      caches,
      clock,
      memory: createMemory({ isDurable: !settings.isHpaCompatible, clock }),
      metrics,
      prometheus,
      readSecret: createSecretReader(manager.kube),
      recorder: manager.recorder,
      settings,
      ticker,
    }),
    workers,
    backoff: { firstMs: 1000, longestMs: 30_000 },
  });
}

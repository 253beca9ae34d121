import { loadavg } from 'node:os';
import { startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { changeMs, type MeasuredCluster } from './measured-cluster.ts';
import { sizes } from './work-part.ts';

export type CreationFigure = {
  /** To fifty confirmed messages. */
  readonly confirmingMs: number;
  /** To every node ready, and nothing left to be done. */
  readonly readyMs: number;
  /** Processes that wanted to run in the minute before. */
  readonly load: number;
};

/** From `kubectl apply` on, with a client that waits from the start. Nothing of the cluster is left behind. */
export async function measureCreation(bed: TestBed, cluster: MeasuredCluster): Promise<CreationFigure> {
  const [load1 = Number.NaN] = loadavg();
  const { ref, bindingSecret } = cluster;
  const startMs = performance.now();
  const sinceStart = () => Math.round(performance.now() - startMs);
  const ready = cluster.haveSize(sizes.before).then(sinceStart);
  const client = startRabbitmqLoad(bed, {
    cluster: ref,
    bindingSecret,
    name: `${ref.name}-first`,
    isByService: true,
    firstWithinMs: changeMs,
  });
  const confirmed = client.then((load) => ({ load, afterMs: sinceStart() }));
  const [{ load, afterMs: confirmingMs }, readyMs] = await Promise.all([confirmed, ready]);
  await load.finish();
  await load.remove();
  await cluster.remove();
  return { confirmingMs, readyMs, load: load1 };
}

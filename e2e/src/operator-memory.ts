import { operator, operatorPods } from './operator.ts';
import type { TestBed } from './test-bed.ts';

/** Megabytes that all operator processes together have resident, by their own metrics. */
export async function operatorMemoryMb(bed: TestBed): Promise<number> {
  const texts = await operatorMetrics(bed);
  return texts.reduce((sum, text) => sum + Number(text.match(/^process_resident_memory_bytes (\S+)$/m)?.[1]) / 1e6, 0);
}

/** What each operator process serves. */
export async function operatorMetrics(bed: TestBed): Promise<readonly string[]> {
  return Promise.all(
    (await operatorPods(bed)).map(({ metadata }) =>
      bed.podHttp.getText({ namespace: operator.namespace, pod: metadata.name, port: operator.httpPort }, '/metrics'),
    ),
  );
}

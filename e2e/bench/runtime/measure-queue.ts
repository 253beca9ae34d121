import { WorkQueue } from '@dataservices/reconcile';

export type QueueFigure = { readonly workers: number; readonly keys: number; readonly perSecond: number; readonly ratioToMap: number };

/** Keys added, taken and given back for each second, and the same with a Map that only remembers their order. */
export async function measureQueue(operations: number): Promise<readonly QueueFigure[]> {
  const figures: QueueFigure[] = [];
  for (const keys of [100, 10_000]) {
    const reference = measureMap(operations, keys);
    for (const workers of [1, 4, 16]) {
      const perSecond = await measureWorkQueue(operations, keys, workers);
      figures.push({ workers, keys, perSecond, ratioToMap: perSecond / reference });
    }
  }
  return figures;
}

async function measureWorkQueue(operations: number, keys: number, workers: number): Promise<number> {
  const queue = new WorkQueue();
  const startMs = performance.now();
  let done = 0;
  const work = async () => {
    for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
      done += 1;
      queue.done(key);
      if (done >= operations) queue.close();
      else queue.add(`k${done % keys}`);
    }
  };
  for (let at = 0; at < keys; at += 1) queue.add(`k${at}`);
  await Promise.all(Array.from({ length: workers }, work));
  return (operations / (performance.now() - startMs)) * 1000;
}

function measureMap(operations: number, keys: number): number {
  const waiting = new Map<string, number>();
  const startMs = performance.now();
  for (let at = 0; at < keys; at += 1) waiting.set(`k${at}`, at);
  for (let done = 0; done < operations; done += 1) {
    const next = waiting.keys().next();
    if (next.done) break;
    waiting.delete(next.value);
    waiting.set(`k${done % keys}`, done);
  }
  return (operations / (performance.now() - startMs)) * 1000;
}

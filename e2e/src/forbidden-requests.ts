import { operator, operatorPods } from './operator.ts';
import type { TestBed } from './test-bed.ts';

/** How many requests of the running operators the API server has forbidden: each is a permission that the chart lacks. */
export async function forbiddenRequests(bed: TestBed): Promise<number> {
  const pods = await operatorPods(bed);
  const address = (pod: string) => ({ namespace: operator.namespace, pod, port: operator.httpPort });
  const texts = await Promise.all(pods.map(({ metadata }) => bed.podHttp.getText(address(metadata.name), '/metrics')));
  return texts.flatMap(parseForbidden).reduce((sum, count) => sum + count, 0);
}

/** One entry a series, from the text of the metrics endpoint. */
export function parseForbidden(metrics: string): readonly number[] {
  return metrics.split('\n').flatMap((line) => {
    const match = /^rest_client_requests_total\{.*code="403".*\} (\S+)$/.exec(line);
    return match === null ? [] : [Number(match[1])];
  });
}

import { operator, operatorPods } from './operator.ts';
import type { TestBed } from './test-bed.ts';

/**
 * How many requests of the running operators the API server has refused for want of a permission: each is one that the chart lacks. What
 * it refuses in a namespace that is being deleted, as those of other scenarios are, is something else.
 */
export async function forbiddenRequests(bed: TestBed): Promise<number> {
  const pods = await operatorPods(bed);
  const address = (pod: string) => ({ namespace: operator.namespace, pod, port: operator.httpPort });
  const texts = await Promise.all(pods.map(({ metadata }) => bed.podHttp.getText(address(metadata.name), '/metrics')));
  return texts.flatMap(parseForbidden).reduce((sum, count) => sum + count, 0);
}

/**
 * One entry a series, from the text of the metrics endpoint.
 *
 * @throws Error where the metric is not there at all, which would look like nothing that was forbidden
 */
export function parseForbidden(metrics: string): readonly number[] {
  if (!metrics.includes('# TYPE operator_forbidden_requests_total counter'))
    throw new Error('the operator has no metric operator_forbidden_requests_total');
  return metrics.split('\n').flatMap((line) => {
    const match = /^operator_forbidden_requests_total\{.*\} (\S+)$/.exec(line);
    return match === null ? [] : [Number(match[1])];
  });
}

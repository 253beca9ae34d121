import { openApi } from '../../../cluster/src/api-request.ts';
import { sumOfMetric } from './sum-of-metric.ts';

/** What changes anything but a Lease. A request that was refused counts as well. */
export const writeLine = /^apiserver_request_total\{(?!.*resource="leases").*verb="(POST|PUT|PATCH|APPLY|DELETE|DELETECOLLECTION)"/;

/** How many writes the API server has counted by now, of whoever it was: Leases apart. */
export async function countServerWrites(kubeconfig: string): Promise<number> {
  return sumOfMetric(String(await openApi(kubeconfig).send('GET', '/metrics')), writeLine);
}

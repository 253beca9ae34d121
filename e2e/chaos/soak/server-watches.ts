import { openApi } from '../../cluster/src/api-request.ts';

const kinds = ['configmaps', 'services', 'serviceaccounts'];

/**
 * How many watches of the soak's kinds the API server has open. Its own are among them, so only a difference says anything.
 *
 * @throws Error where its metrics cannot be read
 */
export async function countServerWatches(kubeconfigPath: string): Promise<number> {
  const metrics = String(await openApi(kubeconfigPath).send('GET', '/metrics'));
  const lines = metrics.matchAll(/^apiserver_longrunning_requests\{(.*)\} (\d+)$/gm);
  let sum = 0;
  for (const [, labels = '', count] of lines) {
    const resource = /resource="(\w*)"/.exec(labels)?.[1] ?? '';
    if (/verb="WATCH"/.test(labels) && kinds.includes(resource)) sum += Number(count);
  }
  return sum;
}

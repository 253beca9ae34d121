import type { ConnectOptions } from '@dataservices/kube';
import type { Logger } from './contract.ts';
import type { Metrics } from './metrics.ts';

/** Logs and counts what happens to watches; to be given to `connect` as onWatch. */
export function watchReporter(metrics: Metrics, log: Logger): NonNullable<ConnectOptions['onWatch']> {
  return (resource, report) => {
    metrics.onWatch(resource, report);
    const { type, ...details } = report;
    const fields = { kind: resource.kind, ...details };
    if (type === 'handler-failed') log.error('a listener of a watch failed', fields);
    else if (type === 'failed' && report.code === 'Forbidden') log.error('watch is forbidden: grant list and watch on this kind', fields);
    else if (type === 'failed') log.warn('watch failed: trying again', fields);
    else if (type === 'expired') log.info('watch lost its place: listing again', fields);
    else log.debug(type === 'listed' ? 'watch listed' : 'watch opened', fields);
  };
}

import type { Hold } from '@dataservices/autoscaling';
import type { Observed } from '../observed.ts';

/**
 * Precondition: the query of a veto answers anything but 0, or does not answer.
 * Effect: the size does not shrink.
 * Accident: a member is taken away from a service that, by a sign of its own, needs it: it lags, copies, or has nowhere to put the data.
 */
export function vetoesOf({ scaler, vetoes }: Observed): readonly Hold[] {
  return scaler.spec.vetoes.flatMap(({ name }) => {
    const reading = vetoes.get(name) ?? { error: 'it was not asked for' };
    if ('error' in reading) return [{ reason: `Veto/${name}`, message: `the veto ${name} cannot be answered (${reading.error})` }];
    const [value] = reading.series;
    return value === 0 ? [] : [{ reason: `Veto/${name}`, message: `the veto ${name} answers ${(value ?? Number.NaN) / 1000}, not 0` }];
  });
}

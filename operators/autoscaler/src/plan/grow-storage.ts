import { parseQuantity } from '@dataservices/plan';
import type { Observed } from '../observed.ts';

const gibibyte = 2 ** 30;

export type Growth = {
  /** The new spec.storage.size, where it is to be changed. */
  readonly size?: string | number;
  readonly usedPercent?: number;
  /** What becomes of it, in one sentence. */
  readonly message: string;
};

/**
 * Precondition: the fullest volume is used above `abovePercent`, and the last growth is `cooldownSeconds` ago. Whether the target has settled does not
 * count: a full volume is what may keep it from that.
 * Effect: spec.storage.size of the target grows by `growByPercent`, up to `maxSize`; volumes never shrink. The size is written down before it is asked
 * for: an operator that dies in between leaves a size to ask for again, and not one to add to.
 * Accident: a full volume stops the service; one that grows at every look is at its largest before the first growth has shown, and clouds refuse
 * a second change of a volume for hours.
 */
export function growStorage(observed: Observed): Growth | undefined {
  const { scaler, target, usedRatio } = observed;
  const { storage, mode } = scaler.spec;
  if (storage === undefined || target === undefined || mode === 'Paused') return undefined;
  const unfinished = unfinishedSize(observed);
  if (unfinished !== undefined) return { size: unfinished, message: `Goes on with the growth to ${unfinished}.` };
  const used = usedRatio === undefined || 'error' in usedRatio ? undefined : usedRatio.series[0];
  if (used === undefined) {
    const why = usedRatio !== undefined && 'error' in usedRatio ? usedRatio.error : 'it was not asked for';
    return { message: `How full the volumes are is unknown (${why}).` };
  }
  const usedPercent = Math.round(used / 10);
  if (used <= storage.abovePercent * 10)
    return { usedPercent, message: `${usedPercent} % are used, of ${storage.abovePercent} % at most.` };
  const size = largerSize(target.storageSize, storage);
  if (size === undefined) return { usedPercent, message: `${usedPercent} % are used, and the size is not below maxSize already.` };
  const left = cooldownLeft(observed);
  const hold = holdOf(observed) ?? (left > 0 ? `the last growth is too recent: not for ${left} s more` : undefined);
  if (hold !== undefined) return { usedPercent, message: `${usedPercent} % are used: would grow to ${size}, but ${hold}.` };
  return { size, usedPercent, message: `${usedPercent} % are used: ${target.storageSize} → ${size}.` };
}

type StorageSpec = NonNullable<Observed['scaler']['spec']['storage']>;

function largerSize(current: string | number | undefined, { growByPercent, maxSize }: StorageSpec): string | number | undefined {
  const [bytes, most] = [current === undefined ? undefined : parseQuantity(current), parseQuantity(maxSize)];
  if (bytes === undefined || most === undefined || bytes >= most) return undefined;
  const grown = Math.ceil((bytes * (100 + growByPercent)) / 100 / gibibyte);
  return grown * gibibyte >= most ? maxSize : `${grown}Gi`;
}

/** A size that was written down within the cooldown, and that the target does not ask for. */
function unfinishedSize(observed: Observed): string | number | undefined {
  const { scaler, target, state } = observed;
  const { size } = state.lastGrowth ?? {};
  const [asked, there, most] = [size, target?.storageSize, scaler.spec.storage?.maxSize].map((text) =>
    text === undefined ? undefined : parseQuantity(text),
  );
  const isMissing = asked !== undefined && there !== undefined && most !== undefined && there < asked && asked <= most;
  return isMissing && cooldownLeft(observed) > 0 && holdOf(observed) === undefined ? size : undefined;
}

function holdOf({ scaler, target }: Observed): string | undefined {
  if (target?.isLeaving) return 'the target is being deleted';
  if (target?.isPaused) return 'the target is paused';
  return scaler.spec.mode === 'DryRun' ? 'spec.mode is DryRun' : undefined;
}

/** Seconds until the next growth is allowed. */
function cooldownLeft({ scaler: { spec }, state: { lastGrowth }, now }: Observed): number {
  if (lastGrowth === undefined || spec.storage === undefined) return 0;
  return Math.ceil(spec.storage.cooldownSeconds + lastGrowth.atSeconds - now / 1000);
}

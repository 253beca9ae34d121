import { parseQuantity, type Step } from '@dataservices/plan';
import type { ClaimView } from './claim-view.ts';
import type { MemberAction } from './member-action.ts';
import type { StorageClassView } from './storage-class-view.ts';

export type GrowVolumesInput = {
  /** What the field asks for, as a quantity. */
  readonly size: string | number;
  /** Under which a person knows it. Default `spec.storage.size`. */
  readonly field?: string;
  /** Of the members that are wanted. Those of members that left grow when they return. */
  readonly claims: readonly ClaimView[];
  /** Undefined where the operator may not read them: then the API server has to say what cannot grow. */
  readonly classes: readonly StorageClassView[] | undefined;
};

export type VolumeGrowth = {
  readonly step?: Step<MemberAction>;
  /** What is under way, in one sentence; there is nothing to do about it. */
  readonly waitsFor?: string;
  /** What a person has to mend, for the condition Stalled. */
  readonly stall?: { readonly reason: string; readonly message: string };
};

type Volume = ClaimView & { readonly asked: number; readonly has: number };

/**
 * What is to be done so that every volume has the size that is asked for, from the sizes that they ask for and have. One claim
 * goes first; when its provider has done it, all others follow together, for they do not depend on each other. It is independent
 * of the members' health: a full volume is why one is broken.
 *
 * A StatefulSet cannot change the size in its claim template. It keeps the one that it was made with, and each new claim grows
 * when it is bound.
 *
 * Prevents: every volume stuck in a growth that its provider refuses, where one shows it; and a StatefulSet that is deleted and
 * made again only to change a number.
 */
export function growVolumes(input: GrowVolumesInput): VolumeGrowth {
  const size = parseQuantity(input.size);
  if (size === undefined) return {};
  const volumes = input.claims.flatMap(volumeOf);
  const short = volumes.filter(({ has }) => has < size);
  const stall = shrink(input, volumes, size) ?? refusal(input, short, size);
  if (stall !== undefined) return { stall };
  const [first, ...others] = nextToResize(volumes, size);
  if (first === undefined) return short.length === 0 ? {} : { waitsFor: describeGrowth(short) };
  const actions = [first, ...others].map(({ name, uid }) => ({ kind: 'resize-claim' as const, name, uid, size: String(input.size) }));
  const names = actions.map(({ name }) => name).join(', ');
  return { step: { rule: 'GrowVolumes', reason: `${fieldOf(input)} is ${input.size}: ${names}`, actions } };
}

function fieldOf({ field = 'spec.storage.size' }: GrowVolumesInput): string {
  return field;
}

/** Only a bound claim can be resized. */
function volumeOf(claim: ClaimView): readonly Volume[] {
  const asked = parseQuantity(claim.request ?? '');
  const has = parseQuantity(claim.capacity ?? '');
  return !claim.isBound || claim.isTerminating || asked === undefined || has === undefined ? [] : [{ ...claim, asked, has }];
}

function nextToResize(volumes: readonly Volume[], size: number): readonly Volume[] {
  const short = volumes.filter(({ has }) => has < size);
  // Taken back from a larger size. A request can only be lowered while it stays above what the volume has.
  const lowered = short.filter(({ asked }) => asked > size);
  if (lowered.length > 0) return lowered;
  const toRaise = short.filter(({ asked }) => asked < size);
  const isTried = volumes.some(({ has, asked, resize }) => has >= size || (asked === size && resize?.state === 'FileSystemPending'));
  if (isTried) return toRaise;
  return short.length > toRaise.length ? [] : toRaise.slice(-1);
}

function shrink(input: GrowVolumesInput, volumes: readonly Volume[], size: number): VolumeGrowth['stall'] {
  // A provider may round up, so that a volume has more than anybody asked for.
  const larger = volumes.filter(({ has, asked }) => has > size && asked > size);
  const [largest] = larger.toSorted((a, b) => b.has - a.has);
  if (largest === undefined) return undefined;
  const names = larger.map(({ name }) => name).join(', ');
  const message = `${fieldOf(input)} is ${input.size}, but ${names} ${larger.length === 1 ? 'has' : 'have'} up to ${largest.capacity}, and volumes never shrink: set it to ${largest.capacity} or more`;
  return { reason: 'VolumesCannotShrink', message };
}

function refusal(input: GrowVolumesInput, short: readonly Volume[], size: number): VolumeGrowth['stall'] {
  const { size: text, classes } = input;
  const fixed = short.find(({ asked, className }) => asked < size && classes !== undefined && !canGrow(classes, className));
  if (fixed !== undefined) {
    const why = fixed.className ? `StorageClass ${fixed.className} does not allow it` : 'it has no StorageClass';
    const remedy = fixed.className ? `set allowVolumeExpansion: true there, or ` : '';
    const message = `${fixed.name} cannot grow to ${text}: ${why}; ${remedy}set ${fieldOf(input)} back to ${fixed.request}`;
    return { reason: 'VolumesCannotGrow', message };
  }
  const refused = short.find(({ asked, resize }) => asked === size && resize?.state === 'Refused');
  if (refused === undefined) return undefined;
  const why = refused.resize?.message ?? 'no reason given';
  const message = `the storage provider refuses to grow ${refused.name} to ${text} (${why}): set ${fieldOf(input)} to what it can do, at least ${refused.capacity}`;
  return { reason: 'VolumeGrowthRefused', message };
}

function canGrow(classes: readonly StorageClassView[], className: string | undefined): boolean {
  return classes.some(({ name, canGrow: can }) => name === className && can);
}

function describeGrowth(short: readonly Volume[]): string {
  return short.map(({ name, resize }) => `${name} (${describeResize(resize)})`).join(', ');
}

function describeResize(resize: ClaimView['resize']): string {
  switch (resize?.state) {
    case undefined:
      return 'growth is asked for';
    case 'Growing':
      return 'is growing';
    case 'FileSystemPending':
      return 'has grown, its file system follows; with a driver that cannot do this in use, when its pod restarts';
    case 'Failing':
    case 'Refused':
      return `fails to grow: ${resize.message ?? 'no reason given'}`;
  }
}

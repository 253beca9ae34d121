import { once } from 'node:events';
import { type RecordedWrites, recordWrites } from '../run-load.ts';
import type { Guide, GuideInput, OwnGuides } from './guide.ts';
import { openGuideProcess } from './guide-process.ts';

/** The guide of this name: one of `own`, or else one of another language, which the image has. */
export function openGuide(name: string, own: OwnGuides, input: GuideInput): Guide {
  return own[name]?.(input) ?? openGuideProcess(name, input);
}

/** Errors before the first connection say nothing of the fault under test, so that writing starts after it. Otherwise as `recordWrites`. */
export async function recordGuide({ ready, write }: Guide, run: Omit<RecordedWrites, 'write'>, signal: AbortSignal): Promise<number> {
  if (!signal.aborted) await Promise.race([ready, once(signal, 'abort')]);
  return recordWrites({ ...run, write }, signal);
}

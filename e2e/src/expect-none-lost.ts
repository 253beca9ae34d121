import { expect } from 'vitest';
import type { LoadHandle } from './load-handle.ts';

type Verified = { readonly acknowledged: number; readonly lost: number | null; readonly verifyError?: string };

/** Ends the load. Fails where nothing was acknowledged, or where something that was cannot be read back. @returns how many were acknowledged */
export async function expectNoneLost(load: Pick<LoadHandle<Verified>, 'finish'>): Promise<number> {
  const { lost, acknowledged, verifyError } = await load.finish();
  expect(acknowledged).toBeGreaterThan(0);
  expect({ lost, verifyError }).toEqual({ lost: 0, verifyError: undefined });
  return acknowledged;
}

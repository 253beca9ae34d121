import type { AutoScaler } from '@dataservices/api';
import { firstState, type ScalerState } from '@dataservices/autoscaling';
import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import type { Observed, TargetView } from '../observed.ts';
import { growStorage } from './grow-storage.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const target: TargetView = {
  uid: 'u',
  resourceVersion: '1',
  replicas: 3,
  statusReplicas: 3,
  readyReplicas: 2,
  settled: { holds: false, message: 'a member is down' },
  isPaused: false,
  isLeaving: false,
  isOwnSize: false,
  storageSize: '10Gi',
};

type Given = {
  readonly used?: number | string;
  readonly target?: Partial<TargetView>;
  readonly last?: NonNullable<ScalerState['lastGrowth']>;
  readonly mode?: 'Auto' | 'DryRun' | 'Paused';
  readonly maxSize?: string;
};

function observed({ used = 0.9, target: changed = {}, last, mode = 'Auto', maxSize = '20Gi' }: Given): Observed {
  const spec = { mode, storage: { usedRatioQuery: 'q', abovePercent: 80, growByPercent: 25, maxSize, cooldownSeconds: 3600 } };
  return {
    now,
    aheadSeconds: 0,
    scaler: { spec, status: {} } as unknown as AutoScaler,
    state: { ...firstState, ...(last && { lastGrowth: last }) },
    settings: { periodMs: 15_000, isHpaCompatible: false },
    kind: resources.redisClusters,
    target: { ...target, ...changed },
    rivals: [],
    metrics: new Map(),
    vetoes: new Map(),
    usedRatio: typeof used === 'string' ? { error: used } : { series: [used * 1000] },
  };
}

const last = (size: string, secondsAgo: number) => ({ size, atSeconds: now / 1000 - secondsAgo });

test.for<readonly [string, Given, string]>([
  ['volumes above the mark, though a member is down', {}, '13Gi'],
  ['sizes in other units', { target: { storageSize: 10 * 2 ** 30 } }, '13Gi'],
  ['once the cooldown is over', { last: last('8Gi', 3600) }, '13Gi'],
  ['up to the largest size', { target: { storageSize: '18Gi' } }, '20Gi'],
  ['a growth that was written down and not done', { used: 0.5, last: last('13Gi', 60) }, '13Gi'],
])('grows: %s', ([, given, size]) => {
  expect(growStorage(observed(given))?.size).toBe(size);
});

test.for<readonly [string, Given, string]>([
  ['at the mark', { used: 0.8 }, '80 % are used'],
  ['where the answer is unknown', { used: 'HTTP 500' }, 'unknown (HTTP 500)'],
  ['soon after the last growth', { last: last('10Gi', 60) }, 'not for 3540 s more'],
  ['at the largest size', { target: { storageSize: '20Gi' } }, 'not below maxSize'],
  ['in a dry run', { mode: 'DryRun' }, 'would grow to 13Gi'],
  ['where the target is paused', { target: { isPaused: true } }, 'paused'],
  [
    'an unfinished growth beyond a largest size that was lowered since',
    { maxSize: '12Gi', used: 0.5, last: last('13Gi', 60) },
    '50 % are used',
  ],
])('does not grow: %s', ([, given, message]) => {
  const growth = growStorage(observed(given));
  expect(growth?.size).toBeUndefined();
  expect(growth?.message).toContain(message);
});

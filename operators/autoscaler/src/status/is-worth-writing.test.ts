import type { AutoScalerStatus } from '@dataservices/api';
import { expect, test } from 'vitest';
import { isWorthWriting } from './is-worth-writing.ts';

const recommended = (...sizes: number[]) => ({ recommendations: sizes.map((replicas) => ({ replicas, time: '2026-01-01T00:00:00Z' })) });
const written: AutoScalerStatus = {
  observedGeneration: 1,
  summary: 'AsWanted',
  currentReplicas: 3,
  desiredReplicas: 3,
  currentMetrics: [{ name: 'load', value: '30', replicas: 3 }],
  decision: { time: '2026-01-01T00:00:00Z', proposed: 3, sentence: 'load asks for 3: stays at 3.', held: [] },
  memory: recommended(5, 3),
};

test.for<readonly [string, Partial<AutoScalerStatus>]>([
  ['a moving metric', { currentMetrics: [{ name: 'load', value: '31', replicas: 4 }] }],
  ['a later look', { decision: { time: '2026-01-01T00:00:15Z', proposed: 4, sentence: 'load asks for 4.', held: [] } }],
  ['a recommendation between those that are written down', { memory: recommended(5, 4) }],
])('%s waits for its minute', ([, changed]) => {
  const next = { ...written, ...changed };
  expect(isWorthWriting(written, next, 59_999)).toBe(false);
  expect(isWorthWriting(written, next, 60_000)).toBe(true);
});

const later = { time: '2026-01-01T01:00:00Z', sentence: '', held: [] };
const resting: AutoScalerStatus = { ...written, decision: { ...later, time: '2026-01-01T00:00:00Z' }, memory: recommended(3) };

test.for<readonly [string, AutoScalerStatus, boolean]>([
  ['at rest', resting, false],
  ['while a gate is closed', { ...resting, decision: { ...later, held: ['DryRun'] } }, true],
  ['while a window holds more than one recommendation', { ...resting, memory: recommended(5, 3) }, true],
])('%s, what would only renew times is written: %s', ([, before, isWritten]) => {
  const next: AutoScalerStatus = {
    ...before,
    currentMetrics: [{ name: 'load', value: '30', replicas: 3, ageSeconds: 7 }],
    decision: { ...before.decision, ...later, held: before.decision?.held ?? [] },
    memory: { ...before.memory, lastUnknown: '2026-01-01T01:00:00Z' },
  };
  expect(isWorthWriting(before, next, Number.POSITIVE_INFINITY)).toBe(isWritten);
});

test.for<readonly [string, Partial<AutoScalerStatus>]>([
  ['another outcome', { summary: 'TargetNotSettled' }],
  ['another size', { desiredReplicas: 4 }],
  ['a metric that is unknown now', { currentMetrics: [{ name: 'load', problem: 'HTTP 500' }] }],
  ['a new hold', { decision: { time: '2026-01-01T00:00:00Z', sentence: '', held: ['DryRun'] } }],
  ['a recommendation that is higher than all', { memory: recommended(6) }],
  ['one that is lower than all', { memory: recommended(5, 2) }],
  ['another generation', { observedGeneration: 2 }],
  ['a growth of the volumes', { storage: { size: '13Gi', message: 'grown' } }],
])('%s is written at once', ([, changed]) => {
  expect(isWorthWriting(written, { ...written, ...changed }, 0)).toBe(true);
});

import { describe, expect, test } from 'vitest';
import cases from '../../conformance/hpa-cases.json' with { type: 'json' };
import sequences from '../../conformance/hpa-sequences.json' with { type: 'json' };
import { replayFile } from './replay-file.ts';

const byType = (one: { readonly type: string }, other: { readonly type: string }) => (one.type < other.type ? -1 : 1);

describe('as the controller of Kubernetes did', () => {
  const outcomes = replayFile(cases);

  test.for(cases.cases.map((given, at) => ({ given, at })))('$given.id: $given.name', ({ given, at }) => {
    const outcome = outcomes[at];
    if (outcome === undefined || !('conditions' in outcome)) throw new Error(JSON.stringify(outcome));
    expect(outcome.desired).toBe(given.expectedDesiredReplicas);
    expect([...outcome.conditions].sort(byType)).toEqual([...given.expectedConditions].sort(byType));
  });

  test.for(sequences.sequences.map((given, at) => ({ given, at })))('$given.id: $given.description', ({ given, at }) => {
    const outcome = replayFile(sequences)[at];
    if (outcome === undefined || !('steps' in outcome)) throw new Error(JSON.stringify(outcome));
    expect(outcome.steps).toEqual(given.steps.map(({ expect: { desired, scaledTo, conditions } }) => ({ desired, scaledTo, conditions })));
  });
});

describe('what cannot be replayed', () => {
  const [first] = cases.cases;

  test.for([
    ['another level', { level: 'store' }, 'level: '],
    ['an unknown fault', { fault: 'theMoonIsFull' }, 'fault: no fault is known by the name theMoonIsFull'],
    ['a missing bound', { maxReplicas: undefined }, 'maxReplicas: '],
  ] as const)('%s is said, and keeps no other case back', ([, changes, message]) => {
    const [refused, other] = replayFile({ cases: [{ ...first, ...changes }, first] });
    expect(refused).toEqual({ id: first?.id, error: expect.stringContaining(message) });
    expect(other).toHaveProperty('desired');
  });

  test('a file of something else', () => {
    expect(() => replayFile({})).toThrow('"cases"');
  });
});

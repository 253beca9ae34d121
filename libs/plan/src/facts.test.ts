import { describe, expect, test } from 'vitest';
import { conditionsFrom, type Fact, settledFact } from './facts.ts';

const yes = (reason: string): Fact => ({ holds: true, reason, message: `${reason} it is` });
const no = (reason: string): Fact => ({ holds: false, reason, message: `${reason} it is not` });
const operation = { rule: 'Roll', reason: 'Roll', message: 'rolls', since: '2026-01-01T00:00:00Z' };

function shown(changes: Partial<Parameters<typeof conditionsFrom>[0]>) {
  const facts = {
    available: yes('Serves'),
    membersReady: yes('AllReady'),
    stalled: no('NotStalled'),
    settled: yes('Settled'),
    operation: undefined,
    generation: 7,
    ...changes,
  };
  return Object.fromEntries(conditionsFrom(facts).map(({ type, status, reason }) => [type, `${status} ${reason}`]));
}

describe('conditionsFrom', () => {
  test.for([
    ['at rest', {}, { Ready: 'True Ready', Reconciling: 'False Settled' }],
    ['in a roll that keeps the promised members', { settled: no('Roll'), operation }, { Ready: 'True Ready', Reconciling: 'True Roll' }],
    ['a member is missing', { membersReady: no('MembersMissing') }, { Ready: 'False MembersMissing' }],
    ['nobody serves', { available: no('NoMaster'), membersReady: no('MembersMissing') }, { Ready: 'False NoMaster' }],
    ['a person is needed', { stalled: yes('InvalidSecret'), settled: no('InvalidSecret') }, { Reconciling: 'False InvalidSecret' }],
  ] as const)('%s', ([, changes, expected]) => {
    expect(shown(changes)).toMatchObject(expected);
  });

  test('each says what generation it is about, and fits into the status', () => {
    const conditions = conditionsFrom({
      available: { ...yes('Serves'), message: 'x'.repeat(10_000) },
      membersReady: yes('AllReady'),
      stalled: no('NotStalled'),
      settled: yes('Settled'),
      operation: undefined,
      generation: 7,
    });
    expect(conditions.every(({ observedGeneration, message }) => observedGeneration === 7 && message.length <= 4096)).toBe(true);
  });
});

describe('settledFact', () => {
  const calm = {
    stalled: no('NotStalled'),
    outcome: { problems: [] },
    isPaused: false,
    isStopped: false,
    leaving: [],
    operation: undefined,
  };
  test.for([
    ['calm', {}, 'true Settled'],
    ['stalled', { stalled: yes('InvalidSecret'), isPaused: true }, 'false InvalidSecret'],
    ['a write failed', { outcome: { problems: [{ reason: 'Forbidden', message: 'm', isTerminal: false }] } }, 'false Forbidden'],
    ['paused, with an operation waiting', { isPaused: true, operation }, 'true Paused'],
    ['dry run with something to do', { outcome: { problems: [], preview: ['write Service cart'] } }, 'false DryRun'],
    ['dry run with nothing to do', { outcome: { problems: [], preview: [] } }, 'true DryRun'],
    ['stopped, with a member still there', { isStopped: true, leaving: ['cart-2'] }, 'false MembersLeaving'],
    ['stopped', { isStopped: true, operation }, 'true Stopped'],
    ['at work', { operation }, 'false Roll'],
  ] as const)('%s', ([, changes, expected]) => {
    const { holds, reason } = settledFact({ ...calm, ...changes });
    expect(`${holds} ${reason}`).toBe(expected);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextSize, type SizeInput, votersOf, wantedRole } from './size.ts';

/** `123+45`: voters 1, 2 and 3, observers 4 and 5. */
function membersOf(text: string): SizeInput['members'] {
  const [voters = '', observers = ''] = text.split('+');
  const all = [...voters].map((id) => ({ id: Number(id), role: 'participant' as const }));
  return [...all, ...[...observers].map((id) => ({ id: Number(id), role: 'observer' as const }))].toSorted((a, b) => a.id - b.id);
}

function describeStep(step: ReturnType<typeof nextSize>): string {
  if (step === undefined) return 'done';
  if (step.kind === 'wait') return `wait ${step.for.join('')}`;
  const joining = step.joining.map(({ id, role }) => `${id}${role === 'participant' ? 'v' : 'o'}`);
  return [...joining, ...step.leaving.map((id) => `-${id}`)].join(' ');
}

function decide(members: string, replicas: number, inStep: string, maxVoters = 5): string {
  return describeStep(nextSize({ replicas, maxVoters, members: membersOf(members), inStep: new Set([...inStep].map(Number)) }));
}

test.for([
  [0, 5, 0],
  [1, 5, 1],
  [2, 5, 1],
  [3, 5, 3],
  [4, 5, 3],
  [5, 5, 5],
  [100, 5, 5],
  [100, 4, 3],
] as const)('%i members of which at most %i vote: %i voters', ([replicas, maxVoters, voters]) => {
  expect(votersOf(replicas, maxVoters)).toBe(voters);
});

describe('nextSize', () => {
  test.for<readonly [string, string, number, string, string]>([
    ['all as asked for', '123', 3, '123', 'done'],
    ['a new ensemble of three waits until both are in step: two voters would survive nothing', '1', 3, '12', 'wait 3'],
    ['and then both get a vote at once', '1', 3, '123', '2v 3v'],
    ['1 to 2: the second observes', '1', 2, '12', '2o'],
    ['2 to 3: the observer and the new one get their votes together', '1+2', 3, '123', '2v 3v'],
    ['3 to 4', '123', 4, '1234', '4o'],
    ['4 to 5', '123+4', 5, '12345', '4v 5v'],
    ['beyond the most that vote', '12345', 7, '1234567', '6o'],
    ['one after another', '12345+6', 7, '1234567', '7o'],
    ['a new one that is not in step is waited for', '123', 4, '123', 'wait 4'],
    ['5 to 3: one leaves, and its pair goes on as an observer', '12345', 3, '12345', '4o -5'],
    ['and leaves next', '123+4', 3, '1234', '-4'],
    ['5 to 4', '12345', 4, '12345', '4o -5'],
    ['3 to 2', '123', 2, '123', '2o -3'],
    ['2 to 1', '1+2', 1, '12', '-2'],
    ['who is to leave need not be there', '12345', 3, '123', '4o -5'],
    ['the highest observer leaves first', '123+4567', 4, '1234567', '-7'],
    ['an even number of voters, whoever made it so: one more makes it odd', '12', 3, '123', '3v'],
    ['or one fewer', '1234', 4, '1234', '4o'],
    ['a vote in the wrong place moves in one change', '124', 3, '1234', '3v -4'],
    ['observers alone are no majority of three: one is released first', '1+23', 3, '123', '-3'],
    ['and gets its vote with the other', '1+2', 3, '123', '2v 3v'],
  ])('%s', ([, members, replicas, inStep, expected]) => {
    expect(decide(members, replicas, inStep)).toBe(expected);
  });

  test('fewer voters are asked for: the last two observe', () => {
    expect(decide('12345', 5, '12345', 3)).toBe('5o 4o');
    expect(decide('123+45', 5, '12345', 3)).toBe('done');
  });
});

const id = fc.integer({ min: 1, max: 9 });
const anyMembership = fc
  .record({ voters: fc.uniqueArray(id, { minLength: 1, maxLength: 7 }), observers: fc.uniqueArray(id, { maxLength: 4 }) })
  .map(({ voters, observers }) => membersOf(`${voters.join('')}+${observers.filter((one) => !voters.includes(one)).join('')}`));

describe('from any membership, with everybody in step', () => {
  const all = new Set(Array.from({ length: 9 }, (_, index) => index + 1));
  const size = fc.record({ members: anyMembership, replicas: fc.integer({ min: 1, max: 9 }), maxVoters: fc.integer({ min: 3, max: 9 }) });

  function walk(
    { members, replicas, maxVoters }: Omit<SizeInput, 'inStep'>,
    visit: (before: SizeInput['members'], after: SizeInput['members']) => void,
  ) {
    let now = members;
    for (let steps = 0; steps < 30; steps += 1) {
      const step = nextSize({ replicas, maxVoters, members: now, inStep: all });
      if (step === undefined) return now;
      if (step.kind === 'wait') throw new Error(`waits for ${step.for.join()}, who is there`);
      const changed = [...step.leaving, ...step.joining.map((member) => member.id)];
      const next = [...now.filter((member) => !changed.includes(member.id)), ...step.joining].toSorted((a, b) => a.id - b.id);
      visit(now, next);
      now = next;
    }
    throw new Error(`no end: ${JSON.stringify(now)}`);
  }

  const votersIn = (members: SizeInput['members']) => members.filter(({ role }) => role === 'participant');

  test('the members that are asked for are reached, each in its role', () => {
    fc.assert(
      fc.property(size, (given) => {
        const end = walk(given, () => {});
        const wanted = Array.from({ length: given.replicas }, (_, index) => ({ id: index + 1, role: wantedRole(index + 1, given) }));
        expect(end).toEqual(wanted);
      }),
    );
  });

  test('an odd number of voters stays odd, one member leaves at a time, and somebody always votes', () => {
    fc.assert(
      fc.property(size, (given) => {
        walk(given, (before, after) => {
          const [had, has] = [votersIn(before).length, votersIn(after).length];
          expect(has).toBeGreaterThan(0);
          expect(before.filter((member) => !after.some((other) => other.id === member.id)).length).toBeLessThan(2);
          if (had % 2 === 1) expect(has % 2).toBe(1);
        });
      }),
    );
  });

  test('most of those who vote afterwards voted before, or are in step without being observers: ZooKeeper refuses anything else', () => {
    fc.assert(
      fc.property(size, (given) => {
        walk(given, (before, after) => {
          const isObserver = (one: number) => before.some((member) => member.id === one && member.role === 'observer');
          const [next, counted] = [votersIn(after).length, votersIn(after).filter((member) => !isObserver(member.id)).length];
          expect(counted * 2).toBeGreaterThan(next);
        });
      }),
    );
  });
});

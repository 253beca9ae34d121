import { expect, test } from 'vitest';
import { repeatSteps } from './repeat-steps.ts';

type Counts = Readonly<Record<'a' | 'b', number>>;
type Name = keyof Counts;

function run(repetitions: number, start: Counts, fails: (name: Name, attempt: number) => boolean = () => false) {
  const done: string[] = [];
  const saved: Counts[] = [];
  const attempts = { a: 0, b: 0 };
  const result = repeatSteps<Counts, Name>({
    result: start,
    repetitions,
    missing: (counts, rounds) => (['a', 'b'] as const).filter((name) => counts[name] < rounds),
    describe: (name) => name,
    repeat: async (counts, name, round) => {
      attempts[name] += 1;
      if (fails(name, attempts[name])) throw new Error('broken');
      done.push(`${name}${round}`);
      return { ...counts, [name]: counts[name] + 1 };
    },
    save: (counts) => saved.push(counts),
    recover: async (what) => void done.push(`recover ${what}`),
    signal: new AbortController().signal,
  });
  return { result, done, saved };
}

test('a round has one repetition of everything, and each is kept at once', async () => {
  const { result, done, saved } = run(2, { a: 0, b: 0 });
  expect(await result).toEqual({ a: 2, b: 2 });
  expect(done).toEqual(['a1', 'b1', 'a2', 'b2']);
  expect(saved).toHaveLength(4);
});

test('what an earlier run has measured is not measured again', async () => {
  const { result, done } = run(2, { a: 2, b: 1 });
  await result;
  expect(done).toEqual(['b2']);
});

test('one that fails is made up for, but not for ever', async () => {
  const once = run(1, { a: 0, b: 0 }, (name, attempt) => name === 'a' && attempt === 1);
  await once.result;
  expect(once.done).toEqual(['recover a 1', 'a1', 'b1']);
  await expect(run(1, { a: 0, b: 0 }, (name) => name === 'a').result).rejects.toThrow('5 repetitions failed');
});

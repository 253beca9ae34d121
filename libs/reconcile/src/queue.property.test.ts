import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WorkQueue } from './queue.ts';
import { normalKeysPerLowOne, type Priority } from './waiting-keys.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The queue as plain lists, by what its documentation promises. */
type Model = {
  nowMs: number;
  readonly waiting: { normal: string[]; low: string[] };
  readonly working: Map<string, Priority>;
  readonly meanwhile: Map<string, Priority>;
  readonly delayed: Map<string, { readonly dueMs: number; readonly priority: Priority }>;
  normalInARow: number;
};

type Real = { readonly queue: WorkQueue };

function highest(a: Priority | undefined, b: Priority): Priority {
  return a === 'normal' ? a : b;
}

function addTo(model: Model, key: string, priority: Priority): void {
  const { waiting, working, meanwhile } = model;
  if (working.has(key)) meanwhile.set(key, highest(meanwhile.get(key), priority));
  else if (waiting.normal.includes(key) || (priority === 'low' && waiting.low.includes(key))) return;
  else {
    waiting.low = waiting.low.filter((other) => other !== key);
    waiting[priority].push(key);
  }
}

class Add implements fc.AsyncCommand<Model, Real> {
  readonly #key: string;
  readonly #priority: Priority;
  constructor(key: string, priority: Priority) {
    this.#key = key;
    this.#priority = priority;
  }
  check = () => true;
  async run(model: Model, { queue }: Real): Promise<void> {
    addTo(model, this.#key, this.#priority);
    queue.add(this.#key, this.#priority);
    expect(queue.depth).toBe(model.waiting.normal.length + model.waiting.low.length);
  }
  toString = () => `add(${this.#key}, ${this.#priority})`;
}

class AddAfter implements fc.AsyncCommand<Model, Real> {
  readonly #key: string;
  readonly #delayMs: number;
  constructor(key: string, delayMs: number) {
    this.#key = key;
    this.#delayMs = delayMs;
  }
  check = () => true;
  async run(model: Model, { queue }: Real): Promise<void> {
    const known = model.delayed.get(this.#key);
    const dueMs = Math.min(model.nowMs + this.#delayMs, known?.dueMs ?? Number.POSITIVE_INFINITY);
    const priority = highest(known?.priority, model.working.get(this.#key) ?? 'normal');
    model.delayed.set(this.#key, { dueMs, priority });
    queue.addAfter(this.#key, this.#delayMs);
  }
  toString = () => `addAfter(${this.#key}, ${this.#delayMs})`;
}

class Advance implements fc.AsyncCommand<Model, Real> {
  readonly #ms: number;
  constructor(ms: number) {
    this.#ms = ms;
  }
  check = () => true;
  async run(model: Model, { queue }: Real): Promise<void> {
    model.nowMs += this.#ms;
    const due = [...model.delayed].filter(([, { dueMs }]) => dueMs <= model.nowMs).sort(([, a], [, b]) => a.dueMs - b.dueMs);
    for (const [key, { priority }] of due) {
      model.delayed.delete(key);
      addTo(model, key, priority);
    }
    await vi.advanceTimersByTimeAsync(this.#ms);
    expect(queue.depth).toBe(model.waiting.normal.length + model.waiting.low.length);
  }
  toString = () => `advance(${this.#ms})`;
}

class Take implements fc.AsyncCommand<Model, Real> {
  check = ({ waiting }: Readonly<Model>) => waiting.normal.length + waiting.low.length > 0;
  async run(model: Model, { queue }: Real): Promise<void> {
    const { normal, low } = model.waiting;
    const isLow = normal.length === 0 || (low.length > 0 && model.normalInARow === normalKeysPerLowOne);
    const expected = (isLow ? low : normal).shift() ?? '';
    model.normalInARow = isLow || low.length === 0 ? 0 : model.normalInARow + 1;
    expect(model.working.has(expected)).toBe(false);
    model.working.set(expected, isLow ? 'low' : 'normal');
    expect(await queue.take()).toBe(expected);
  }
  toString = () => 'take';
}

class Done implements fc.AsyncCommand<Model, Real> {
  readonly #which: number;
  constructor(which: number) {
    this.#which = which;
  }
  check = ({ working }: Readonly<Model>) => working.size > 0;
  async run(model: Model, { queue }: Real): Promise<void> {
    const keys = [...model.working.keys()];
    const key = keys[this.#which % keys.length] ?? '';
    model.working.delete(key);
    const again = model.meanwhile.get(key);
    model.meanwhile.delete(key);
    if (again !== undefined) addTo(model, key, again);
    queue.done(key);
    expect(queue.depth).toBe(model.waiting.normal.length + model.waiting.low.length);
  }
  toString = () => `done(${this.#which})`;
}

test('whatever is asked in whatever order, the queue gives what plain lists give', async () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const commands = fc.commands<Model, Real, false>(
    [
      fc.tuple(key, fc.constantFrom<Priority>('normal', 'low')).map((input) => new Add(...input)),
      fc.tuple(key, fc.integer({ min: 1, max: 50 })).map((input) => new AddAfter(...input)),
      fc.integer({ min: 1, max: 30 }).map((ms) => new Advance(ms)),
      fc.constant(new Take()),
      fc.nat(5).map((which) => new Done(which)),
    ],
    { maxCommands: 120, size: '+1' },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (given) => {
      const model: Model = {
        nowMs: 0,
        waiting: { normal: [], low: [] },
        working: new Map(),
        meanwhile: new Map(),
        delayed: new Map(),
        normalInARow: 0,
      };
      await fc.asyncModelRun(() => ({ model, real: { queue: new WorkQueue() } }), given);
      vi.clearAllTimers();
    }),
    { numRuns: 300 },
  );
});

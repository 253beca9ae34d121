import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Guide, GuideInput } from './guide.ts';

/** What an image with guides of another language brings along. */
const imageProgram = ['/app/guide'];

type Answer = { readonly resolve: () => void; readonly reject: (reason: unknown) => void };

/** Its name is what the counters show. */
class GuideError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/**
 * A guide in another language, in a process of its own, called with its name and its target.
 *
 * Each line that it is given is a number to write. Its own lines are `ready`; `ok N` and `failed N NAME`, where NAME says why; and `got N` for what its
 * consumer gets. What it says to people goes to its standard error. When it ends, writes fail that have no answer yet, and those that come later.
 */
export function openGuideProcess(
  name: string,
  { target, take }: GuideInput,
  [program = '', ...args]: readonly string[] = imageProgram,
): Guide {
  const child = spawn(program, [...args, name, target], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = new Map<number, Answer>();
  const ready = Promise.withResolvers<void>();
  // Whoever waits for it gets the error; where nobody does, that is no failure of its own.
  ready.promise.catch(() => {});
  let ended: Error | undefined;

  function end(error: Error): void {
    ended ??= error;
    ready.reject(ended);
    for (const { reject } of answers.values()) reject(ended);
    answers.clear();
  }

  function settle(seq: number, settleOne: (answer: Answer) => void): void {
    const answer = answers.get(seq);
    answers.delete(seq);
    if (answer) settleOne(answer);
  }

  child.once('error', end);
  // Not at its exit: what it has said before that may still be on its way.
  child.once('close', (code, signal) => end(new GuideError('GuideEnded', `the guide ${name} ended with ${code ?? signal}`)));
  // A write into a process that has just ended: that it has is said by its exit.
  child.stdin.on('error', () => {});
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [word, number, reason] = line.split(' ');
    if (word === 'ready') ready.resolve();
    else if (word === 'got') take(Number(number));
    else if (word === 'ok') settle(Number(number), ({ resolve }) => resolve());
    else if (word === 'failed') settle(Number(number), ({ reject }) => reject(new GuideError(reason ?? 'Unknown', line)));
    else console.error(`${name}: ${line}`);
  });

  return {
    ready: ready.promise,
    write: (seq) => {
      if (ended) return Promise.reject(ended);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      answers.set(seq, { resolve, reject });
      child.stdin.write(`${seq}\n`);
      return promise;
    },
    close: () => {
      child.kill();
    },
  };
}

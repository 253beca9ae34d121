import { styleText } from 'node:util';
import type { Progress } from '../cluster/src/index.ts';

/** How the demo talks: the same on a terminal and in a file, but for colour and the line that is written over. */
export type Screen = {
  /** The next step's headline. */
  readonly step: (headline: string) => void;
  /** A command as a user would type it. */
  readonly command: (text: string) => void;
  readonly say: (text: string) => void;
  /** What is going on right now; replaced by the next, kept by `say`. */
  readonly live: (text: string) => void;
  readonly progress: Progress;
};

type Output = { readonly isTTY?: boolean; write(text: string): unknown };

/** In a file, where nothing can be written over, a line every so often is enough. */
const quietMs = 2000;

export function createScreen(stepCount: number, output: Output = process.stdout): Screen {
  const isTerminal = output.isTTY === true;
  const style = (format: 'bold' | 'dim' | 'green' | 'red', text: string) => (isTerminal ? styleText(format, text) : text);
  let stepNumber = 0;
  let isLive = false;
  let lastLiveMs = Number.NEGATIVE_INFINITY;

  function print(text: string): void {
    if (isLive) output.write('\r\x1b[K');
    isLive = false;
    output.write(`${text}\n`);
  }

  function live(text: string): void {
    if (isTerminal) {
      output.write(`\r\x1b[K   ${text}`);
      isLive = true;
    } else if (performance.now() - lastLiveMs > quietMs) {
      output.write(`   ${text}\n`);
      lastLiveMs = performance.now();
    }
  }

  const say = (text: string) => print(text.replace(/^/gm, '   '));
  return {
    step: (headline) => {
      stepNumber += 1;
      print(`\n${style('bold', `${stepNumber}/${stepCount}  ${headline}`)}\n`);
    },
    command: (text) => print(style('dim', `   $ ${text}`)),
    say,
    live,
    progress: (headline, work) => follow(headline, work, { live, done: (text) => say(`${style('green', 'ok')}  ${text}`), failed: say }),
  };
}

type Lines = { readonly live: (text: string) => void; readonly done: (text: string) => void; readonly failed: (text: string) => void };

async function follow<T>(headline: string, work: () => Promise<T>, { live, done, failed }: Lines): Promise<T> {
  const startMs = performance.now();
  const seconds = () => `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
  const timer = setInterval(() => live(`…   ${headline} (${seconds()})`), 500);
  try {
    const result = await work();
    clearInterval(timer);
    done(`${headline} (${seconds()})`);
    return result;
  } catch (error) {
    clearInterval(timer);
    failed(`failed: ${headline} (${seconds()})`);
    throw error;
  }
}

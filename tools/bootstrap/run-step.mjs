import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';

const quietIntervalMs = 30_000;
const excerptLines = 30;

/**
 * One headline that shows for how long the work has been going on: in place on a terminal, else a line every 30 s.
 *
 * @template T
 * @param {string} headline
 * @param {(run: (command: string, args: string[], options?: import('node:child_process').SpawnOptions) => Promise<void>) => Promise<T>} work
 *   gets a function that runs a program with its output in the step's log
 * @returns {Promise<T>}
 */
export async function runStep(headline, work) {
  const log = openLog(headline);
  const startMs = Date.now();
  const seconds = () => `${Math.round((Date.now() - startMs) / 1000)} s`;
  const isTerminal = Boolean(process.stderr.isTTY);
  const show = (mark, isFinal) => process.stderr.write(progressLine(`  ${mark} ${headline} (${seconds()})`, isTerminal, isFinal));
  show('...   ', false);
  const timer = setInterval(() => show('...   ', false), isTerminal ? 1000 : quietIntervalMs);
  try {
    const result = await work((command, args, options) => runLogged(log, command, args, options));
    show('ok    ', true);
    return result;
  } catch (error) {
    show('failed', true);
    throw new Error(`${error.message}\n${logExcerpt(log.path)}`);
  } finally {
    clearInterval(timer);
    closeSync(log.descriptor);
  }
}

/** On a terminal, a line that wraps could not be written over. */
function progressLine(text, isTerminal, isFinal) {
  if (!isTerminal) return `${text}\n`;
  return isFinal ? `\r\x1b[K${text}\n` : `\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`;
}

function openLog(headline) {
  const folder = join(cacheFolder(), 'logs');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${headline.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.log`);
  return { path, descriptor: openSync(path, 'w') };
}

function runLogged(log, command, args, options = {}) {
  writeSync(log.descriptor, `$ ${command} ${args.join(' ')}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', log.descriptor, log.descriptor] });
    const stopForwarding = forwardSignals(child);
    child.on('error', (error) => reject(new Error(`${command} cannot be run: ${error.message}`)));
    child.on('exit', (code, signal) => {
      stopForwarding();
      if (code === 0) resolve();
      else reject(new Error(`"${command} ${args.slice(0, 3).join(' ')}" ended with ${code ?? signal}`));
    });
  });
}

/** An interrupted step must not go on in the background, where it would meet its own repetition. */
function forwardSignals(child) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const forward = (signal) => {
    child.once('exit', () => process.exit(128 + constants.signals[signal]));
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}

/** From the first line that speaks of an error, for programs that print pages of advice after it; else the end. */
function logExcerpt(path) {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const first = lines.findIndex((line) => /\berror\b/i.test(line));
  const excerpt = first >= 0 && first < lines.length - excerptLines ? lines.slice(first, first + excerptLines) : lines.slice(-excerptLines);
  return `From ${path}:\n${excerpt.map((line) => `  | ${line}`).join('\n')}`;
}

import { vi } from 'vitest';

/** Faked clocks and spies stand in each other's way where one was laid over the other: these are set to what they were. */
const replaced = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'Date', 'fetch'] as const;

/**
 * Remembers what the tests of a file may change in their process.
 *
 * @returns takes it back: clocks, spies, globals, environment, folder
 */
export function rememberProcess(): () => void {
  const env = { ...process.env };
  const folder = process.cwd();
  const globals = Object.fromEntries(replaced.map((name) => [name, globalThis[name]]));
  return () => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    vi.unstubAllGlobals();
    Object.assign(globalThis, globals);
    vi.unstubAllEnvs();
    for (const name of Object.keys(process.env)) if (env[name] === undefined) delete process.env[name];
    Object.assign(process.env, env);
    if (process.cwd() !== folder) process.chdir(folder);
  };
}

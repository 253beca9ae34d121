import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestReport } from '../../tools/checks/test-reports.ts';
import { repository, resultsFolder } from './results-folder.ts';

export type VitestRun = {
  /** Below e2e. */
  readonly config: string;
  readonly project: string;
  readonly filters?: readonly string[];
  /** Name of its JSON report below .results. */
  readonly report: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

export type VitestResult = { readonly exitCode: number; readonly elapsedMs: number; readonly reports: readonly TestReport[] };

/** Runs tests in a process of their own, whose output is shown as it comes. Never rejects: what cannot run has failed. */
export async function runVitest({ config, project, filters = [], report, env = {}, signal }: VitestRun): Promise<VitestResult> {
  const startMs = performance.now();
  const reportPath = join(resultsFolder, report);
  rmSync(reportPath, { force: true });
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${reportPath}`];
  const args = ['run', '--config', join('e2e', config), '--project', project, ...reporters, ...filters];
  const exitCode = await run(join(repository, 'node_modules/.bin/vitest'), args, env, signal);
  const reports = existsSync(reportPath) ? [JSON.parse(readFileSync(reportPath, 'utf8')) as TestReport] : [];
  return { exitCode, elapsedMs: performance.now() - startMs, reports };
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>, signal: AbortSignal): Promise<number> {
  if (signal.aborted) return Promise.resolve(130);
  return new Promise((resolve) => {
    const path = `${join(repository, 'node_modules/.bin')}:${process.env.PATH ?? ''}`;
    const child = spawn(program, args, {
      cwd: repository,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PATH: path, ...env },
    });
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    child.on('error', (error) => {
      console.error(`${program} cannot be run: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      resolve(code ?? 1);
    });
  });
}

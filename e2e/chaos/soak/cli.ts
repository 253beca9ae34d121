/** A soak of the client and the caches: many objects that change, an API server that misbehaves, and no difference in the end. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startControlPlane } from '../../cluster/src/index.ts';
import { resultsFolder } from '../../src/results-folder.ts';
import { stopSignal } from '../../src/stop-signal.ts';
import { runSoak } from './run-soak.ts';
import { parseSoakOptions, type SoakOptions, soakUsage } from './soak-options.ts';
import { problemsOf, type SoakResult, soakTable } from './soak-result.ts';

async function soak(options: SoakOptions): Promise<SoakResult> {
  const signal = stopSignal((name) => console.error(`\n${name}: the last calm begins; once more to leave at once`));
  const folder = await mkdtemp(join(tmpdir(), 'dataservices-soak-'));
  // So that places of watches grow too old by themselves as well.
  const controlPlane = await startControlPlane({ folder, extraApiServerArgs: ['--etcd-compaction-interval=1m'] });
  try {
    return await runSoak({ options, kubeconfigPath: controlPlane.kubeconfigPath, signal, progress: console.log });
  } finally {
    await controlPlane.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function report(result: SoakResult): number {
  const path = join(resultsFolder, 'watch-soak.json');
  const problems = problemsOf(result);
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...result, problems }, undefined, 2)}\n`);
  console.log(`\n${soakTable(result)}\n\n${path}`);
  for (const problem of problems) console.error(`problem: ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

try {
  const options = parseSoakOptions(process.argv.slice(2), () => Math.floor(Math.random() * 2 ** 32));
  if (options === 'help') console.log(soakUsage);
  else process.exitCode = report(await soak(options));
  process.exit();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

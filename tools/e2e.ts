/** `npm run e2e`: the scenarios on a real cluster. The last line is the count. */
import { reportRun } from '../e2e/src/e2e-summary.ts';
import { runE2e } from '../e2e/src/run-e2e.ts';
import { commonUsage, parseRunOptions } from '../e2e/src/run-options.ts';
import { stopSignal } from '../e2e/src/stop-signal.ts';

const usage = `usage: npm run e2e -- [service...] [options]

  --full               the long scenarios too
  --only <names>       some scenarios, long ones too, by the names of their files; with commas
${commonUsage}

Without a service: all of them, and the local cluster's own test. Reports and the evidence of failures go to .results.`;

try {
  const options = parseRunOptions(process.argv.slice(2), 'e2e', { full: { type: 'boolean' }, only: { type: 'string' } });
  if (options.help) {
    console.log(usage);
  } else {
    const signal = stopSignal((name) =>
      console.error(`\n${name}: stopping and taking the cluster down; once more to leave everything as it is`),
    );
    const failed = reportRun(await runE2e(options, signal));
    process.exit(failed > 0 ? 1 : 0);
  }
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}

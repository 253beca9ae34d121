/** `npm run -s replay -- --hpa-compat FILE`: what the HorizontalPodAutoscaler would have done in recorded situations. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { replayFile } from '@dataservices/autoscaling';

const usage = `usage: npm run -s replay -- --hpa-compat <file>

Reads cases or sequences as JSON from the file, or from the standard input with "-", and writes as JSON what the HorizontalPodAutoscaler v2 of
Kubernetes would have done. The format: docs/autoscaling.md`;

try {
  const { values, positionals } = parseArgs({
    options: { 'hpa-compat': { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (values.help) console.log(usage);
  else if (!values['hpa-compat'] || file === undefined || positionals.length > 1) fail(2, usage);
  else write(replayFile(JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'))));
} catch (error) {
  fail(1, `error: ${error instanceof Error ? error.message : String(error)}`);
}

/** One outcome a line: to be read by people and compared by line. */
function write(outcomes: ReturnType<typeof replayFile>): void {
  process.stdout.write(`[${outcomes.map((outcome) => `\n  ${JSON.stringify(outcome)}`).join(',')}\n]\n`);
  const refused = outcomes.filter((outcome) => 'error' in outcome);
  if (refused.length > 0)
    fail(1, `error: ${refused.length} of ${outcomes.length} could not be replayed: ${refused.map(({ id }) => id).join(', ')}`);
}

function fail(exitCode: number, message: string): void {
  console.error(message);
  process.exitCode = exitCode;
}

/** `npm run -s reassign:plan -- FILE`: plans a reassignment of Kafka partitions from a description of a cluster. Nothing is changed. */
import { readFileSync } from 'node:fs';
import { parseInput, planReassignment, type ReassignmentPlan, RefusedInput } from '@dataservices/reassignment';

const usage = `usage: npm run -s reassign:plan -- <file>

Reads a cluster as JSON from the file, or from the standard input with "-", and writes the plan as JSON to the standard output.
What goes in and what comes out: docs/reassignment.md`;

const args = process.argv.slice(2);
const [file] = args;

if (args.length !== 1 || file === undefined || file === '--help') {
  (file === '--help' ? console.log : console.error)(usage);
  process.exitCode = file === '--help' ? 0 : 2;
} else {
  try {
    process.stdout.write(render(planReassignment(parseInput(read(file)))));
  } catch (error) {
    console.error(`error: ${describe(error, file)}`);
    process.exitCode = 1;
  }
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8'));
}

/** A move a line: to be read by people and compared by line. */
function render({ moves, bytes }: ReassignmentPlan): string {
  const lines = moves.map((move) => `\n    ${JSON.stringify(move)}`);
  return `{\n  "moves": [${lines.join(',')}${lines.length > 0 ? '\n  ' : ''}],\n  "bytes": ${bytes}\n}\n`;
}

function describe(error: unknown, path: string): string {
  if (error instanceof RefusedInput) return error.message;
  if (error instanceof SyntaxError) return `${path} is no JSON: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultsFolder } from './results-folder.ts';

/** Something that a scenario measured, whether or not it asserts it. */
export type Figure = {
  readonly scenario: string;
  readonly name: string;
  readonly value: string;
  /** What was promised, where something was. */
  readonly limit?: string;
};

const folder = join(resultsFolder, 'e2e');
/** Lines, so that scenarios in several processes may add theirs. */
export const figuresFile = join(folder, 'figures.jsonl');

export function recordFigure(figure: Figure): void {
  mkdirSync(folder, { recursive: true });
  appendFileSync(figuresFile, `${JSON.stringify(figure)}\n`);
  console.log(`  figure  ${figure.name}: ${figure.value}${figure.limit === undefined ? '' : ` (limit ${figure.limit})`}`);
}

export function readFigures(): readonly Figure[] {
  if (!existsSync(figuresFile)) return [];
  const lines = readFileSync(figuresFile, 'utf8').trim().split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Figure);
}

import type { Outcome } from './outcome.ts';

/** The table at the end of `npm test`. */
export function summaryTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ name, passed, failed, skipped, elapsedMs, problem = 'ok' }) => [
    name,
    String(passed),
    String(failed),
    String(skipped),
    seconds(elapsedMs),
    problem,
  ]);
  const table = [['', 'passed', 'failed', 'skipped', 'time', ''], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) => alignCell(cell, column, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function alignCell(cell: string, column: number, width: number): string {
  const isNumber = column > 0 && column < 5;
  return isNumber ? cell.padStart(width) : cell.padEnd(width);
}

export function seconds(elapsedMs: number): string {
  return `${(elapsedMs / 1000).toFixed(1)} s`;
}

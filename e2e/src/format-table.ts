/** Rows of text in columns. A column in which every cell but its head is a number stands to the right. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = head.map((_, column) => rows.map((row) => row[column] ?? ''));
  const widths = head.map((title, column) => Math.max(title.length, ...(columns[column] ?? []).map((cell) => cell.length)));
  const isRight = columns.map((cells) => cells.length > 0 && cells.every((cell) => /^(-|[+-]?\d[\d.,]*( (ms|s|%))?)$/.test(cell)));
  const line = (cells: readonly string[]) =>
    head
      .map((_, column) => {
        const [cell, width] = [cells[column] ?? '', widths[column] ?? 0];
        return isRight[column] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n');
}

/** Milliseconds as seconds: `1.25 s`; a dash for what is not known. */
export function formatSeconds(durationMs: number | null | undefined, digits = 2): string {
  return durationMs === null || durationMs === undefined ? '-' : `${(durationMs / 1000).toFixed(digits)} s`;
}

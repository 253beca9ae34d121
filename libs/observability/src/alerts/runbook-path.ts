/** Where the runbooks are, from the root of the repository. The chart puts in its place where yours are served. */
export const runbookFolder = 'docs/runbooks';

/** Of an alert, from the root of the repository. */
export function runbookPath(alert: string): string {
  return `${runbookFolder}/${alert}.md`;
}

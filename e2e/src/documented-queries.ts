import { readPage } from './read-page.ts';

export type DocumentedQuery = { readonly query: string; readonly type: 'AverageValue' | 'Value' };

/**
 * What docs/autoscaling.md says that a service is worth scaling on, word for word: what is told to users is what is tried.
 *
 * @param service as the first column of its table has it
 * @throws Error where the table has no such row
 */
export function documentedQuery(service: string): DocumentedQuery {
  const rows = readPage('docs/autoscaling.md').split('\n');
  const row = rows.find((line) => line.startsWith(`| ${service} `));
  const [, query, type] = /\| `([^`]+)`, (AverageValue|Value) *\|$/.exec(row ?? '') ?? [];
  if (query === undefined) throw new Error(`docs/autoscaling.md has no query for ${service} in its table`);
  return { query, type: type === 'Value' ? 'Value' : 'AverageValue' };
}

import { readPage } from './read-page.ts';

export type DocumentedQuery = { readonly query: string; readonly type: 'AverageValue' | 'Value' };

/**
 * What docs/autoscaling.md says that a service is worth scaling on, word for word: what is told to users is what is tried.
 *
 * @param service as the first column of its table has it
 * @throws Error where the table has no such row
 */
export function documentedQuery(service: string): DocumentedQuery {
  const [, query, type] = /^`([^`]+)`, (AverageValue|Value)$/.exec(only(service, 'query')) ?? [];
  if (query === undefined) throw new Error(`docs/autoscaling.md says of no type of target for ${service}`);
  return { query, type: type === 'Value' ? 'Value' : 'AverageValue' };
}

/** What it says that keeps a service from being made smaller. */
export function documentedVetoes(service: string): readonly string[] {
  return cellsOf(service, 'veto').map(inCode);
}

/** How full it says that the volumes of a service are. @throws Error where the table has no such row */
export function documentedUsedRatio(service: string): string {
  return inCode(only(service, 'usedRatioQuery'));
}

/** The query as it is asked for a cluster. Names of Kubernetes have nothing that would have to be escaped but dots, which these have not. */
export function queryFor(query: string, { namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return query.replaceAll('$namespace', namespace).replaceAll('$name', name);
}

function only(service: string, column: string): string {
  const [cell] = cellsOf(service, column);
  if (cell === undefined) throw new Error(`docs/autoscaling.md has no ${column} for ${service} in its table`);
  return cell;
}

function inCode(cell: string): string {
  return cell.replace(/^`|`$/g, '');
}

/** The last cells of the rows of a service, in the table whose last column is this one. */
function cellsOf(service: string, column: string): readonly string[] {
  const tables = readPage('docs/autoscaling.md').split(/\n{2,}/);
  const rows =
    tables.map((table) => table.split('\n').map(cells)).find(([head]) => head?.[0] === 'service' && head.at(-1) === column) ?? [];
  return rows.flatMap((row) => (row[0] === service ? (row.at(-1) ?? []) : []));
}

function cells(row: string): readonly string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

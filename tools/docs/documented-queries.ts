import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../bootstrap/repository-root.mjs';

export type DocumentedQuery = { readonly name: string; readonly query: string; readonly type: 'AverageValue' | 'Value' };
export type DocumentedVeto = { readonly name: string; readonly query: string };

/**
 * What docs/autoscaling.md says that a service is worth scaling on, word for word: what is told to users is what is tried.
 *
 * @param service as the first column of its table has it
 * @throws Error where the table has no such row
 */
export function documentedQuery(service: string): DocumentedQuery {
  const { metric = '', query = '' } = only(service, 'query');
  const [, text, type] = /^`([^`]+)`, (AverageValue|Value)$/.exec(query) ?? [];
  if (text === undefined) throw new Error(`docs/autoscaling.md says of no type of target for ${service}`);
  return { name: inCode(metric), query: text, type: type === 'Value' ? 'Value' : 'AverageValue' };
}

/** What it says that keeps a service from being made smaller. */
export function documentedVetoes(service: string): readonly DocumentedVeto[] {
  return rowsOf(service, 'query of the veto').map(({ veto = '', ...row }) => ({
    name: inCode(veto),
    query: inCode(row['query of the veto'] ?? ''),
  }));
}

/** How full it says that the volumes of a service are. @throws Error where the table has no such row */
export function documentedUsedRatio(service: string): string {
  const { usedRatioQuery = '' } = only(service, 'usedRatioQuery');
  return inCode(usedRatioQuery);
}

/** The query as it is asked for a cluster. Names of Kubernetes have nothing that would have to be escaped but dots, which these have not. */
export function queryFor(query: string, { namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return query.replaceAll('$namespace', namespace).replaceAll('$name', name);
}

type Row = Readonly<Record<string, string>>;

function only(service: string, column: string): Row {
  const [row] = rowsOf(service, column);
  if (row === undefined) throw new Error(`docs/autoscaling.md has no ${column} for ${service} in its table`);
  return row;
}

function inCode(cell: string): string {
  return cell.replace(/^`|`$/g, '');
}

/** The rows of a service by column, in the table whose last column is this one. */
function rowsOf(service: string, column: string): readonly Row[] {
  const tables = readFileSync(join(repositoryRoot, 'docs/autoscaling.md'), 'utf8').split(/\n{2,}/);
  const [head = [], , ...rows] =
    tables.map((table) => table.split('\n').map(cells)).find(([first]) => first?.[0] === 'service' && first.at(-1) === column) ?? [];
  return rows
    .filter(([first]) => first === service)
    .map((row) => Object.fromEntries(head.map((title, index) => [title, row[index] ?? ''])));
}

function cells(row: string): readonly string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

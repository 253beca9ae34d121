import { formatTable } from '../src/format-table.ts';

/** What something is meant to reach. Nothing fails where it does not. */
export type Goal = {
  readonly what: string;
  /** The worst of what was found; of memory the median. */
  readonly found: number;
  readonly limit: number;
  readonly show: (value: number) => string;
};

export function isMet({ found, limit }: Goal): boolean {
  return found <= limit;
}

export function goalTable(goals: readonly Goal[]): string {
  const rows = goals.map((goal) => [goal.what, goal.show(goal.found), goal.show(goal.limit), isMet(goal) ? 'met' : 'missed']);
  return formatTable(['', 'found', 'goal', ''], rows);
}

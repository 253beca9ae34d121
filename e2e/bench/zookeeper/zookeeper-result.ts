import type { MachineFacts } from '../machine-facts.ts';
import type { CreationFigure } from './creation-part.ts';
import type { WorkFigure } from './work-figure.ts';

/** What is done to an ensemble under load, by the name that `--only` knows. */
export const workTitles = {
  kill: 'the leader process is killed',
  roll: 'every member restarts',
  join: '3 members become 5',
  leave: '5 members become 3',
} as const;
export type WorkName = keyof typeof workTitles;
export const workNames = Object.keys(workTitles) as readonly WorkName[];

/** With the operator, or the same servers with a static list of all of them, which changes by restarting every one. */
export const ways = ['operator', 'static list'] as const;
export type Way = (typeof ways)[number];

export const zookeeperParts = ['creation', ...workNames] as const;
export type ZookeeperPart = (typeof zookeeperParts)[number];

/** Everything that was measured, repetition by repetition. */
export type ZookeeperResult = {
  /** Of the last run that added to it. */
  readonly machine: MachineFacts;
  readonly creation: readonly CreationFigure[];
  readonly work: Readonly<Partial<Record<WorkName, Readonly<Record<Way, readonly WorkFigure[]>>>>>;
};

export function emptyResult(machine: MachineFacts): ZookeeperResult {
  return { machine, creation: [], work: {} };
}

/** With one more repetition. */
export function withWork(result: ZookeeperResult, name: WorkName, way: Way, figure: WorkFigure): ZookeeperResult {
  const known = result.work[name] ?? { operator: [], 'static list': [] };
  return { ...result, work: { ...result.work, [name]: { ...known, [way]: [...known[way], figure] } } };
}

export type Step = { readonly part: 'creation'; readonly way?: never } | { readonly part: WorkName; readonly way: Way };

/** What a result lacks for so many rounds of these parts, in the order in which it is measured: who has left can join again. */
export function missingSteps(result: ZookeeperResult, parts: readonly ZookeeperPart[], rounds: number): readonly Step[] {
  const count = ({ part, way }: Step) => (part === 'creation' ? result.creation : (result.work[part]?.[way] ?? [])).length;
  const steps = zookeeperParts
    .filter((part) => parts.includes(part))
    .flatMap((part): readonly Step[] => (part === 'creation' ? [{ part }] : ways.map((way) => ({ part, way }))));
  return steps.filter((step) => count(step) < rounds);
}

import type { MachineFacts } from '../machine-facts.ts';
import type { CreationFigure } from './creation-part.ts';
import type { WorkFigure } from './work-figure.ts';

/** What is done to a cluster under load, by the name that `--only` knows. In this order: who has joined can leave. */
export const workTitles = {
  kill: 'the node with most leaders is killed',
  roll: 'every node restarts',
  join: '3 nodes become 5',
  leave: '5 nodes become 3',
} as const;
export type WorkName = keyof typeof workTitles;
export const workNames = Object.keys(workTitles) as readonly WorkName[];

/** Who runs the cluster: the operator of this project, or the one of RabbitMQ's vendor, with the same servers. */
export const ways = ['dataservices', 'cluster-operator'] as const;
export type Way = (typeof ways)[number];

/** With whom it is measured: the vendor's operator refuses to take nodes away, so that nothing could be measured twice after a join. */
export function waysOf(part: RabbitmqPart): readonly Way[] {
  return part === 'join' || part === 'leave' ? ['dataservices'] : ways;
}

export const rabbitmqParts = ['creation', ...workNames] as const;
export type RabbitmqPart = (typeof rabbitmqParts)[number];

type ByWay<T> = Readonly<Partial<Record<Way, readonly T[]>>>;

/** Everything that was measured, repetition by repetition. */
export type RabbitmqResult = {
  /** Of the last run that added to it. */
  readonly machine: MachineFacts;
  readonly creation: ByWay<CreationFigure>;
  readonly work: Readonly<Partial<Record<WorkName, ByWay<WorkFigure>>>>;
};

export function emptyResult(machine: MachineFacts): RabbitmqResult {
  return { machine, creation: {}, work: {} };
}

/** With one more repetition. */
export function withCreation(result: RabbitmqResult, way: Way, figure: CreationFigure): RabbitmqResult {
  return { ...result, creation: withFigure(result.creation, way, figure) };
}

/** With one more repetition. */
export function withWork(result: RabbitmqResult, name: WorkName, way: Way, figure: WorkFigure): RabbitmqResult {
  return { ...result, work: { ...result.work, [name]: withFigure(result.work[name] ?? {}, way, figure) } };
}

function withFigure<T>(known: ByWay<T>, way: Way, figure: T): ByWay<T> {
  return { ...known, [way]: [...(known[way] ?? []), figure] };
}

export type Step = { readonly part: RabbitmqPart; readonly way: Way };

/** What a result lacks for so many rounds of these parts, in the order in which it is measured: both ways in turns. */
export function missingSteps(result: RabbitmqResult, parts: readonly RabbitmqPart[], rounds: number): readonly Step[] {
  const known = ({ part, way }: Step) => (part === 'creation' ? result.creation : result.work[part])?.[way] ?? [];
  return rabbitmqParts
    .filter((part) => parts.includes(part))
    .flatMap((part) => waysOf(part).map((way) => ({ part, way })))
    .filter((step) => known(step).length < rounds);
}

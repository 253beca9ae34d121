import { hasFailed } from '../hpa/combine-proposals.ts';
import type { Wanted } from '../hpa/want-replicas.ts';
import type { DecideInput, Decision } from './decide.ts';

/** The decision in one plain sentence, for people who have not read any of this. */
export function sentenceOf(decision: Omit<Decision, 'sentence'>, input: DecideInput, wanted: Wanted): string {
  const { current = 0, desiredReplicas = current, holds } = decision;
  const why = cause(decision, input, wanted);
  if (decision.scaleTo !== undefined) return `${why}: ${current} → ${decision.scaleTo}.`;
  if (holds.length > 0)
    return `${why}: would go ${current} → ${desiredReplicas}, but ${holds.map(({ message }) => message).join('; and ')}.`;
  return `${why}: stays at ${current}${brake(decision)}.`;
}

function cause(
  { proposals, current = 0 }: Omit<Decision, 'sentence'>,
  input: DecideInput,
  { stages, conditions, replicas }: Wanted,
): string {
  const { minReplicas, maxReplicas, metrics } = input;
  if (current === 0) return 'Somebody has stopped the target by a size of 0';
  if (current > maxReplicas) return `${current} is more than maxReplicas, ${maxReplicas}`;
  if (current < minReplicas) return `${current} is fewer than minReplicas, ${minReplicas}`;
  if (metrics.length === 0) return 'No metric is asked for';
  const failed = proposals.findIndex(hasFailed);
  const failure = proposals[failed];
  if (replicas === undefined)
    return failure !== undefined && hasFailed(failure)
      ? `${metrics[failed]?.name} is unknown (${failure.message}), and unknown is not 0`
      : `The pods of the target cannot be told from others (${conditions.ScalingActive?.reason})`;
  const winner = metrics[winnerOf(proposals)]?.name;
  return `${winner} asks for ${stages?.proposed ?? replicas}`;
}

/** Which proposal is the highest: its place among them. */
export function winnerOf(proposals: Decision['proposals']): number {
  const sizes = proposals.map((proposal) => (hasFailed(proposal) ? Number.NEGATIVE_INFINITY : proposal.replicas));
  return sizes.indexOf(Math.max(...sizes));
}

function brake({ stages, current, conditions }: Omit<Decision, 'sentence'>): string {
  if (stages === undefined || stages.proposed === current) return '';
  if (stages.stabilized === current) return ', as recommendations of the last time ask for';
  if (stages.limited === current) return `, because of ${conditions.ScalingLimited?.reason}`;
  return ', the nearest of the allowed sizes';
}

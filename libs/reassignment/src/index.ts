export type { Broker, Move, Partition, ReassignmentInput, ReassignmentPlan } from './cluster-state.ts';
export { parseInput } from './parse-input.ts';
export { planReassignment } from './plan-reassignment.ts';
export { RefusedInput } from './refused-input.ts';

export type { CaseOutcome, SequenceOutcome } from './replay/replay.ts';
export { type Refusal, replayFile } from './replay/replay-file.ts';

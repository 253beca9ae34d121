import { z } from 'zod';
import { type CaseOutcome, replayCase, replaySequence, type SequenceOutcome } from './replay.ts';
import { replayCaseSchema, replaySequenceSchema } from './replay-format.ts';

/** A case that cannot be read, or is about something that is not modelled. */
export type Refusal = { readonly id: string; readonly error: string };

const file = z.union([z.object({ cases: z.array(z.unknown()) }), z.object({ sequences: z.array(z.unknown()) })]);

/**
 * What the HorizontalPodAutoscaler would have done in each case, or in each step of each sequence.
 *
 * @throws RangeError for what holds neither `cases` nor `sequences`
 */
export function replayFile(value: unknown): readonly (CaseOutcome | SequenceOutcome | Refusal)[] {
  const parsed = file.safeParse(value);
  if (!parsed.success) throw new RangeError('the file must be an object with a list "cases" or a list "sequences"');
  return 'cases' in parsed.data
    ? parsed.data.cases.map((one) => outcome(replayCaseSchema, one, replayCase))
    : parsed.data.sequences.map((one) => outcome(replaySequenceSchema, one, replaySequence));
}

function outcome<Given, Outcome>(schema: z.ZodType<Given>, value: unknown, replay: (given: Given) => Outcome): Outcome | Refusal {
  const parsed = schema.safeParse(value);
  if (parsed.success) return replay(parsed.data);
  const id = z.object({ id: z.string() }).safeParse(value);
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { id: id.data?.id ?? '', error: problems.join('; ') };
}

import { z } from 'zod';
import type { ReassignmentInput } from './cluster-state.ts';
import { RefusedInput } from './refused-input.ts';

const id = z.int().min(0);

const inputSchema = z.strictObject({
  mode: z.enum(['drain', 'balance']),
  brokers: z.array(z.object({ id, rack: z.string().min(1).optional(), weight: z.number().positive().optional() })),
  remove: z.array(id).optional(),
  partitions: z.array(
    z.object({ topic: z.string().min(1), partition: z.int().min(0), replicas: z.array(id).min(1), bytes: z.number().nonnegative() }),
  ),
});

const mostProblems = 5;

/**
 * Further fields of brokers and partitions are passed over, since dumps have them; a further field of the whole is a mistake.
 *
 * @throws RefusedInput that names each wrong field by its path
 */
export function parseInput(value: unknown): ReassignmentInput {
  const parsed = inputSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${pathOf(path)}: ${message}`);
  const more = problems.length > mostProblems ? [`and ${problems.length - mostProblems} more`] : [];
  throw new RefusedInput([...problems.slice(0, mostProblems), ...more].join('\n'));
}

function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? 'the whole' : text.replace(/^\./, '');
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StructuralSchema } from './any-by-schema.ts';
import { wildSpecs } from './wild-specs.ts';

export type BadInput<T> = {
  /** Of the whole object, as the CustomResourceDefinition has it. */
  readonly schema: StructuralSchema;
  readonly parse: (spec: unknown) => { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };
  /** What every spec of this kind has to say; default nothing. */
  readonly base?: object;
  /** Plans for an object that was accepted, in a few states of the world. */
  readonly decide: (object: T) => unknown;
};

const times = process.env.DATASERVICES_E2E_TIER === 'full' ? 1_000 : 200;

/** A message is for a person, and ends up in a status. */
const longestMessage = 4_000;

/** An expression that goes back and forth takes minutes for 100 kB, during which no other object is looked after. */
const longestParseMs = 1_000;

/** Of the processor's time, and not of a busy machine's. */
function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

/** That no spec, however strange, throws, takes long, is refused without its field being named, or is accepted and cannot be planned for. */
export function testBadInput<T>({ schema, parse, base = {}, decide }: BadInput<T>): void {
  const specSchema = schema.properties?.spec ?? {};

  test(`${times} strange specs are refused with the name of the field, or planned for`, { timeout: 120_000 }, () => {
    const seen = { refused: 0, accepted: 0 };
    let longestMs = 0;
    const property = fc.property(wildSpecs(specSchema, base), ({ path, spec }) => {
      const before = process.cpuUsage();
      const parsed = parse(spec);
      longestMs = Math.max(longestMs, cpuMs(before));
      seen[parsed.ok ? 'accepted' : 'refused'] += 1;
      if (parsed.ok) {
        decide(parsed.value);
        return;
      }
      // The hint after it shows how to read about the field, and says nothing of what is wrong with it.
      expect(parsed.message.split('. Correct the object')[0]).toContain(String(path[0]));
      expect(parsed.message.length).toBeLessThan(longestMessage);
      expect(parsed.message).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    });
    fc.assert(property, { seed: 20_261_126, numRuns: times });
    expect(Math.min(seen.refused, seen.accepted)).toBeGreaterThan(times / 20);
    expect({}).not.toHaveProperty('isPolluted');
    expect(longestMs).toBeLessThan(longestParseMs);
  });
}

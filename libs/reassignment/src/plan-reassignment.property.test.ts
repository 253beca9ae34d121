import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReassignmentInput } from './cluster-state.ts';
import { planReassignment } from './plan-reassignment.ts';
import { anyInput, clusterShape, rackAwareCluster } from './testing/clusters.ts';
import { countLeaders, countReplicas, outcomeOf, spreadOf } from './testing/outcome.ts';

function racksOf(input: ReassignmentInput, ids: readonly number[]): Set<string> {
  return new Set(ids.map((id) => input.brokers.find((broker) => broker.id === id)?.rack ?? ''));
}

describe('whatever is asked for', () => {
  test('each partition keeps its number of replicas, on brokers that stay, and no rack is given up without need', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const leaving = new Set(input.remove);
        const staying = input.brokers.filter(({ id }) => !leaving.has(id)).map(({ id }) => id);
        const after = outcomeOf(input, planReassignment(input));
        for (const [at, { replicas }] of after.entries()) {
          const before = input.partitions[at]?.replicas ?? [];
          expect(new Set(replicas).size).toBe(before.length);
          expect(replicas.filter((id) => leaving.has(id))).toEqual([]);
          const kept = before.filter((id) => !leaving.has(id));
          const open = [...racksOf(input, staying)].filter((rack) => !racksOf(input, kept).has(rack)).length;
          const reachable = racksOf(input, kept).size + Math.min(before.length - kept.length, open);
          expect(racksOf(input, replicas).size).toBeGreaterThanOrEqual(Math.min(reachable, racksOf(input, before).size));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a drain copies exactly what is on the removed brokers, and changes nothing else', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const input = { ...given, mode: 'drain' as const };
        const leaving = new Set(input.remove);
        const { moves, bytes } = planReassignment(input);
        const bound = input.partitions.reduce((sum, one) => sum + one.bytes * one.replicas.filter((id) => leaving.has(id)).length, 0);
        expect(bytes).toBe(bound);
        expect(moves.filter(({ from }) => !from.some((id) => leaving.has(id)))).toEqual([]);
        expect(moves.filter(({ from, to }) => !leaving.has(from[0] ?? -1) && from[0] !== to[0])).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('the same plan in whatever order it is told, and nothing more to do after it', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const plan = planReassignment(input);
        const backwards = { ...input, brokers: [...input.brokers].reverse(), partitions: [...input.partitions].reverse() };
        expect(planReassignment(backwards)).toEqual(plan);
        expect(planReassignment({ ...input, partitions: outcomeOf(input, plan) })).toEqual({ moves: [], bytes: 0 });
      }),
      { numRuns: 300 },
    );
  });
});

describe('brokers of equal weight', () => {
  test('end at most one replica and one leader apart, and no rack is lost', () => {
    fc.assert(
      fc.property(clusterShape(), fc.nat(2), (shape, removed) => {
        const { brokers, partitions } = rackAwareCluster(shape);
        const remove = brokers.slice(0, Math.min(removed * shape.racks, brokers.length - shape.replicationFactor - 1)).map(({ id }) => id);
        fc.pre(remove.length % shape.racks === 0);
        const after = outcomeOf({ partitions }, planReassignment({ mode: 'balance', brokers, remove, partitions }));
        const staying = brokers.filter(({ id }) => !remove.includes(id));
        expect(spreadOf(staying.map(({ id }) => countReplicas(id, after)))).toBeLessThanOrEqual(1);
        expect(spreadOf(staying.map(({ id }) => countLeaders(id, after)))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  test('of those that joined, each gets its share and no more is copied than that', () => {
    fc.assert(
      fc.property(clusterShape({ racks: 1 }), (shape) => {
        const { brokers, partitions } = rackAwareCluster(shape);
        const same = partitions.map((one) => ({ ...one, bytes: 1 }));
        const { bytes } = planReassignment({ mode: 'balance', brokers, partitions: same });
        const counts = brokers.map(({ id }) => countReplicas(id, same));
        const total = counts.reduce((sum, count) => sum + count, 0);
        const floor = Math.floor(total / brokers.length);
        // Of the brokers above the floor, as many keep one more as there are replicas left over.
        const keepMore = counts.filter((count) => count > floor).length;
        const surplus = counts.reduce((sum, count) => sum + Math.max(0, count - floor), 0);
        expect(bytes).toBe(surplus - Math.min(total % brokers.length, keepMore));
      }),
      { numRuns: 300 },
    );
  });
});

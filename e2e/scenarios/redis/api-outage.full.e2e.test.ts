import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ControlPlanePart } from '../../cluster/src/index.ts';
import { clientsOf, describeOutcome, runFault } from '../../src/fault-run.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { livesOf } from '../../src/lives-of.ts';
import { type Fault, flapPart, freezePart, stopPart } from '../../src/node-faults.ts';
import { operatorPods } from '../../src/operator.ts';
import { operatorMemoryMb } from '../../src/operator-memory.ts';
import { applyRedis, awaitRedis, awaitRest, isAtRest, readRedis } from '../../src/redis-object.ts';
import { allPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import type { TestBed } from '../../src/test-bed.ts';

const { bed, namespace, figure } = useScenario('redis-api-outage', { steps: 'independent' });
const cluster = { namespace, name: 'cart' };
const storage = { size: '1Gi' };
/** After 20 s of either the nodes would count as lost, and the operators' lease is over after 15 s. */
const [goneMs, hangMs, flapMs] = [120_000, 60_000, 300_000];
/** An attempt that was made while it hung is given up after ten seconds, and then made again. */
const promisedReturnMs = { gone: 10_000, hangs: 20_000, flaps: 30_000 };
/** More than that a process does not grow, whatever it tries meanwhile. */
const promisedGrowthMb = 20;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

const flap: Break = (testBed, part) => flapPart(testBed, part, { hangMs: 8000, serveMs: 2000 });

type Break = (bed: TestBed, part: ControlPlanePart) => Promise<Fault>;

type Case = {
  readonly what: string;
  readonly name: 'gone' | 'hangs' | 'flaps';
  readonly breakApi: Break;
  readonly outageMs: number;
  readonly seconds: number;
};

describe.runIf(bed.cluster.controlPlaneFaults !== undefined)('under load, the API server', () => {
  test.for<Case>([
    { what: 'is gone for two minutes', name: 'gone', breakApi: stopPart, outageMs: goneMs, seconds: 301 },
    { what: 'hangs for a minute', name: 'hangs', breakApi: freezePart, outageMs: hangMs, seconds: 302 },
    { what: 'comes and goes for five minutes', name: 'flaps', breakApi: flap, outageMs: flapMs, seconds: 303 },
  ])(
    '$what: no client notices, and the operator is back at once',
    { timeout: 600_000 },
    async ({ what, name, breakApi, outageMs, seconds }) => {
      const before = livesOf(await allPods(bed, cluster));
      const operatorBefore = livesOf(await operatorPods(bed));
      const memoryBefore = await operatorMemoryMb(bed);
      const outcome = await runFault(bed, {
        cluster,
        name,
        settleMs: 1000,
        inject: async () => {
          const { heal } = await breakApi(bed, 'api');
          await delay(outageMs);
          await heal();
          await measureReturn(what, seconds, promisedReturnMs[name]);
        },
      });
      figure(`API server ${what}`, describeOutcome(outcome), 'gap 1 s, lost 0');
      for (const [kind, { lost, gapMs }] of clientsOf(outcome)) {
        expect({ kind, lost }).toEqual({ kind, lost: 0 });
        expect(gapMs, `gap of ${kind}`).toBeLessThanOrEqual(1000);
      }
      expect((await readRedis(bed, cluster)).status.leader).toBe(outcome.masterBefore);
      expect(livesOf(await allPods(bed, cluster))).toEqual(before);
      expect(livesOf(await operatorPods(bed))).toEqual(operatorBefore);
      const grownMb = (await operatorMemoryMb(bed)) - memoryBefore;
      figure(`API server ${what}: the operator's memory afterwards`, `${grownMb.toFixed(0)} MB more`, `${promisedGrowthMb} MB`);
      expect(grownMb).toBeLessThanOrEqual(promisedGrowthMb);
    },
  );
});

/** From the API server's first answer until a setting that is changed then is in every server. */
async function measureReturn(what: string, seconds: number, limitMs: number): Promise<void> {
  const startMs = performance.now();
  await applyRedis(bed, cluster, { storage, config: { timeout: seconds } });
  await awaitRedis(bed, cluster, isAtRest, { what: 'the operator to have done what was asked for', timeoutMs: 60_000 });
  const elapsedMs = performance.now() - startMs;
  figure(`API server ${what}: back, to a setting changed everywhere`, formatSeconds(elapsedMs), formatSeconds(limitMs, 0));
  expect(elapsedMs).toBeLessThanOrEqual(limitMs);
}

import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ControlPlanePart, waitUntil } from '../../cluster/src/index.ts';
import { readSettings } from '../../src/ask-redis.ts';
import { clientsOf } from '../../src/fault-run.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { livesOf } from '../../src/lives-of.ts';
import { type Fault, freezePart, stopPart } from '../../src/node-faults.ts';
import { applyRedis, awaitRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { allPods, dataPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { breakUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-dns-outage', { steps: 'independent' });
const { bed, namespace, figure } = scenario;
const cluster = { namespace, name: 'cart' };
const storage = { size: '1Gi' };
const promisedChangeMs = 30_000;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

type Break = (bed: TestBed, part: ControlPlanePart) => Promise<Fault>;

/** Connections that are there need no names. */
type Case = {
  readonly what: string;
  readonly name: string;
  readonly breakNames: Break;
  readonly outageMs: number;
  readonly seconds: number;
};

/** What was looked up before is kept for 5 s. */
const cases: readonly Case[] = [
  { what: 'is gone for a minute', name: 'gone', breakNames: stopPart, outageMs: 60_000, seconds: 301 },
  { what: 'hangs for two minutes', name: 'hangs', breakNames: freezePart, outageMs: 120_000, seconds: 302 },
];

describe.runIf(bed.cluster.controlPlaneFaults !== undefined)('under load, the name service', () => {
  test.for(cases)(
    '$what: nobody notices, and the operator goes on',
    { timeout: 360_000 },
    async ({ what, name, breakNames, outageMs, seconds }) => {
      const before = livesOf(await allPods(bed, cluster));
      const outcome = await breakUnderLoad(scenario, `name service ${what}`, {
        cluster,
        name,
        gapMs: 1000,
        settleMs: 1000,
        inject: async () => {
          const fault = await breakNames(bed, 'dns');
          try {
            await lastOutage(what, outageMs, seconds);
          } finally {
            await fault.heal();
          }
        },
      });
      for (const [kind, { lost, gapMs }] of clientsOf(outcome)) {
        expect({ kind, lost }).toEqual({ kind, lost: 0 });
        expect(gapMs, `gap of ${kind}`).toBeLessThanOrEqual(1000);
      }
      expect((await readRedis(bed, cluster)).status.leader).toBe(outcome.masterBefore);
      expect(livesOf(await allPods(bed, cluster))).toEqual(before);
    },
  );
});

/** The operator asks servers by their pods' addresses. Sentinels cannot: they look a name up at every report, and stand still meanwhile. */
async function lastOutage(what: string, outageMs: number, seconds: number): Promise<void> {
  const startMs = performance.now();
  await applyRedis(bed, cluster, { storage, config: { timeout: seconds } });
  const names = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.name);
  const isSet = async (pod: string) => (await readSettings(bed, cluster, pod, 'timeout')).get('timeout') === String(seconds);
  await waitUntil(async () => (await Promise.all(names.map(isSet))).every(Boolean), {
    what: 'a setting that is changed without names',
    timeoutMs: promisedChangeMs,
  });
  const changeMs = performance.now() - startMs;
  figure(`name service ${what}: a setting changed everywhere`, formatSeconds(changeMs), formatSeconds(promisedChangeMs, 0));
  await awaitRedis(bed, cluster, ({ status }) => status.operation?.message.includes('cart-redis-sentinel-') === true, {
    what: 'the sentinels to be missed',
    timeoutMs: 60_000,
  });
  await delay(Math.max(0, outageMs - (performance.now() - startMs)));
}

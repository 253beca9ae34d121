import { beforeAll, test } from 'vitest';
import { type GuideName, provideGuide } from '../../src/guide-images.ts';
import { expectNoneLostByGuides, type GuideLoads, loseUnderGuides } from '../../src/guide-losses.ts';
import { awaitWrites, startLoad } from '../../src/load.ts';
import { pickNode } from '../../src/pick-node.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('redis-guides');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
/** What is promised for a fault, and what a client may spend on retries that come too early. */
const promisedGapMs = 15_000;

let loads: GuideLoads = {};

beforeAll(async () => {
  for (const guide of ['redis-py', 'go-redis', 'jedis'] as const) await provideGuide(bed, guide);
  await applyRedis(bed, cart);
  await awaitRest(bed, cart, 'its creation', 120_000);
}, 1_200_000);

/** Each write with WAIT 1. What clients write one after another, or in a few threads, they must be able to keep up with. */
test('clients write by the guides of docs/redis.md', async () => {
  const start = async (guide: GuideName, ratePerSecond: number) => {
    const load = await startLoad(bed, {
      cluster: cart,
      name: guide,
      nodeName: await pickNode(bed, undefined),
      guide,
      wait: 1,
      ratePerSecond,
    });
    await awaitWrites(bed, cart, load);
    return load;
  };
  loads = {
    ioredis: await start('ioredis', 200),
    'redis-py': await start('redis-py', 50),
    'go-redis': await start('go-redis', 50),
    jedis: await start('jedis', 50),
    lettuce: await start('lettuce', 50),
  };
});

test.for(['master lost', 'the next master lost'])('%s', { timeout: 400_000 }, async (title) => {
  const { metadata } = await masterPod(bed, cart);
  await loseUnderGuides(scenario, loads, { title, pod: metadata.name, promisedGapMs, awaitRest: () => awaitRest(bed, cart, title) });
});

test('nothing that a replica has confirmed is lost', () => expectNoneLostByGuides(scenario, loads));

import { beforeAll, describe, expect, test } from 'vitest';
import { type BadInputTarget, causes, expectTakenBack } from '../../src/bad-input-course.ts';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeperRest, readZookeeper, zookeeperPods } from '../../src/zookeeper-object.ts';
import { expectNothingLost, gapOf } from '../../src/zookeeper-promises.ts';

const scenario = useScenario('zookeeper-bad-config');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
const good = { storage: { size: '1Gi' } };
/** A member that votes is away meanwhile, and nobody has to be elected. */
const limitMs = 5_000;

const target: BadInputTarget = {
  apply: (spec) => applyZookeeper(bed, cart, spec),
  read: () => readZookeeper(bed, cart),
  pods: () => zookeeperPods(bed, cart),
  awaitRest: (fault, timeoutMs) => awaitZookeeperRest(bed, cart, fault, timeoutMs),
};

let load: ZookeeperLoad;

beforeAll(async () => {
  await applyZookeeper(bed, cart, good);
  await awaitZookeeperRest(bed, cart, 'its creation', 120_000);
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'config' });
}, 200_000);

describe.for([
  ['a setting with which ZooKeeper does not start', { config: { maxClientCnxns: 'many' } }, causes.crashing],
  ['an image that there is none of', { image: 'zookeeper:no-such-tag' }, causes.image],
] as const)('%s', ([what, bad, cause]) => {
  test('stops at the first pod, while the others serve, and is mended by taking it back', { timeout: 400_000 }, async () => {
    const { leader } = (await readZookeeper(bed, cart)).status;
    const act = () => expectTakenBack(scenario, target, { what, good, bad: { ...good, ...bad }, cause });
    await gapOf(scenario, { cluster: cart, load, title: what, limitMs, act });
    expect((await readZookeeper(bed, cart)).status.leader).toBe(leader);
  });
});

test('nothing is lost', { timeout: 120_000 }, () => expectNothingLost(scenario, load));

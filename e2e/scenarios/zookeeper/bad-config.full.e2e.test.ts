import type { ZookeeperCluster } from '@dataservices/api';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { livesOf } from '../../src/lives-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper, zookeeperPods } from '../../src/zookeeper-object.ts';
import { expectNothingLost, gapOf } from '../../src/zookeeper-promises.ts';

const scenario = useScenario('zookeeper-bad-config');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const storage = { size: '1Gi' };
/** A member that votes is away meanwhile, and nobody has to be elected. */
const limitMs = 5_000;

let load: ZookeeperLoad;

beforeAll(async () => {
  await applyZookeeper(bed, cart, { storage });
  await awaitZookeeperRest(bed, cart, 'its creation', 120_000);
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'config' });
}, 200_000);

/** Returns when a member says why it does not start. */
function awaitBrokenMember(cause: RegExp): Promise<ZookeeperCluster> {
  const isBroken = ({ status }: ZookeeperCluster) => status.members?.some(({ detail = '' }) => cause.test(detail)) === true;
  return awaitZookeeper(bed, cart, isBroken, { what: 'a member that says why it does not start', timeoutMs: 90_000 });
}

describe.for([
  ['a setting with which ZooKeeper does not start', { config: { maxClientCnxns: 'many' } }, /CrashLoopBackOff|exit|Error/],
  ['an image that there is none of', { image: 'zookeeper:no-such-tag' }, /no-such-tag|Image/],
] as const)('%s', ([name, bad, cause]) => {
  test('stops at the first pod, while the others serve, and is mended by taking it back', { timeout: 400_000 }, async () => {
    const before = livesOf(await zookeeperPods(bed, cart));
    const { leader } = (await readZookeeper(bed, cart)).status;
    const act = async () => {
      await applyZookeeper(bed, cart, { storage, ...bad });
      const { status } = await awaitBrokenMember(cause);
      expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Available', status: 'True' }));
      expect(status.leader).toBe(leader);
      expect(livesOf(await zookeeperPods(bed, cart)).filter((life) => before.includes(life))).toHaveLength(2);
      const startMs = performance.now();
      await applyZookeeper(bed, cart, { storage });
      await awaitZookeeperRest(bed, cart, 'it was taken back', 120_000);
      figure(`${name}: taken back to Ready and Settled`, formatSeconds(performance.now() - startMs), '60 s');
    };
    await gapOf(scenario, { cluster: cart, load, title: name, limitMs, act });
    expect(livesOf(await zookeeperPods(bed, cart)).filter((life) => before.includes(life))).toHaveLength(2);
  });
});

test('nothing is lost', { timeout: 120_000 }, () => expectNothingLost(scenario, load));

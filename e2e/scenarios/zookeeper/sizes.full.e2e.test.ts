import type { ZookeeperCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { askZookeeper } from '../../src/ask-zookeeper.ts';
import { hangContainer, killContainer } from '../../src/kill-container.ts';
import { livesOf } from '../../src/lives-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper, zookeeperPods } from '../../src/zookeeper-object.ts';
import { expectNothingLost, gapOf } from '../../src/zookeeper-promises.ts';

const scenario = useScenario('zookeeper-sizes');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
/** What an election and a reconnect cost. */
const limitMs = 10_000;
const roles = { 1: '1+0', 3: '3+0', 4: '3+1', 5: '5+0', 6: '5+1' } as const;
type Size = keyof typeof roles;

let load: ZookeeperLoad;

async function resize(replicas: Size, whenScaled: 'Retain' | 'Delete' = 'Retain'): Promise<void> {
  await applyZookeeper(bed, cart, { replicas, storage: { size: '1Gi', whenScaled } });
  const { status } = await awaitZookeeperRest(bed, cart, `the change to ${replicas}`, 180_000);
  const observers = status.members?.filter(({ role }) => role === 'observer').length ?? 0;
  expect(`${(status.members?.length ?? 0) - observers}+${observers}`).toBe(roles[replicas]);
}

/** One size after the other. Whoever was there before a change and is there after it has not been restarted by it. */
function walk(title: string, sizes: readonly Size[], whenScaled?: 'Retain' | 'Delete'): Promise<number> {
  const act = async () => {
    for (const size of sizes) {
      const before = livesOf(await zookeeperPods(bed, cart));
      await resize(size, whenScaled);
      const after = livesOf(await zookeeperPods(bed, cart));
      const stayed = Math.min(before.length, after.length);
      expect(after.slice(0, stayed), `lives in the change to ${size}`).toEqual(before.slice(0, stayed));
    }
  };
  return gapOf(scenario, { cluster: cart, load, title, limitMs, act });
}

async function claimUids(): Promise<ReadonlyMap<string, string>> {
  const { items } = await bed.kube.list(resources.persistentVolumeClaims, { namespace });
  return new Map(items.map(({ metadata }) => [metadata.name, metadata.uid]));
}

function logOf(pod: string): Promise<string> {
  return bed.cluster.kubectl(['logs', '--namespace', namespace, pod]);
}

beforeAll(async () => {
  await applyZookeeper(bed, cart, { replicas: 1, storage: { size: '1Gi' } });
  await awaitZookeeperRest(bed, cart, 'its creation', 120_000);
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'sizes' });
}, 200_000);

describe('under load, and without a restart of those who stay', () => {
  test('1 to 3 to 1 to 3', { timeout: 600_000 }, async () => {
    await walk('1 to 3 to 1 to 3', [3, 1, 3]);
  });

  test('3 to 4 to 5 to 6 to 3', { timeout: 600_000 }, async () => {
    await walk('3 to 4 to 5 to 6 to 3', [4, 5, 6, 3]);
  });

  test('3 to 5 to 3 to 5 with volumes kept: who returns has set aside what it held', { timeout: 600_000 }, async () => {
    await walk('3 to 5 to 3, volumes kept', [5, 3]);
    const kept = await claimUids();
    await walk('3 to 5 again, volumes kept', [5]);
    expect(await claimUids()).toEqual(kept);
    expect(await logOf('cart-zookeeper-4')).toContain('setting aside');
  });

  test('5 to 3 to 5 with volumes deleted: who returns is new', { timeout: 600_000 }, async () => {
    const before = await claimUids();
    await walk('5 to 3, volumes deleted', [3], 'Delete');
    expect([...(await claimUids()).keys()].filter((name) => /-[34]$/.test(name))).toEqual([]);
    await walk('3 to 5 again, volumes deleted', [5], 'Delete');
    const after = await claimUids();
    for (const ordinal of [3, 4]) {
      const name = `data-cart-zookeeper-${ordinal}`;
      expect([name, after.get(name) === before.get(name)]).toEqual([name, false]);
    }
    expect(await logOf('cart-zookeeper-4')).not.toContain('setting aside');
  });
});

/** By the servers' own word: the status may be behind. */
async function awaitLeader(isWanted: (name: string) => boolean): Promise<string> {
  const find = async () => {
    const names = (await zookeeperPods(bed, cart)).map(({ metadata }) => metadata.name);
    const answers = await Promise.all(names.map(async (name) => ({ name, ...(await askZookeeper(bed, { namespace, name })) })));
    return answers.find(({ name, mode }) => mode === 'leader' && isWanted(name))?.name;
  };
  return waitUntil(find, { what: 'a leader', timeoutMs: 90_000, intervalMs: 500 });
}

/** Kills who leads until one of the last two does. Of those in step the highest is elected, so this takes few attempts. */
async function haveLastLead(): Promise<string> {
  let leader = await awaitLeader(() => true);
  for (let attempt = 0; attempt < 6 && !/-[34]$/.test(leader); attempt += 1) {
    const killed = leader;
    await killContainer(bed, { namespace, name: killed }, 'zookeeper');
    leader = await awaitLeader((name) => name !== killed);
    await awaitZookeeper(bed, cart, ({ status }) => status.leader === leader, { what: 'the status to name it', timeoutMs: 90_000 });
    await awaitZookeeperRest(bed, cart, 'the death of its leader', 180_000);
  }
  return leader;
}

describe.runIf(bed.cluster.nodeFaults !== undefined)('with something in the way', () => {
  test('the leader is among those who leave', { timeout: 600_000 }, async () => {
    const leader = await haveLastLead();
    expect(leader).toMatch(/-[34]$/);
    await walk(`5 to 3, ${leader} led`, [3], 'Delete');
    expect((await readZookeeper(bed, cart)).status.leader).not.toBe(leader);
  });

  test('a member hangs: nobody joins, the operation says for whom it waits, and it goes on when that one is back', {
    timeout: 600_000,
  }, async () => {
    const { leader } = (await readZookeeper(bed, cart)).status;
    const name = leader === 'cart-zookeeper-1' ? 'cart-zookeeper-2' : 'cart-zookeeper-1';
    const act = async () => {
      const hang = await hangContainer(bed, { namespace, name }, 'zookeeper');
      try {
        const isSeen = ({ status }: ZookeeperCluster) => status.members?.find((member) => member.name === name)?.ready === false;
        await awaitZookeeper(bed, cart, isSeen, { what: 'the hang to be seen', timeoutMs: 30_000 });
        await applyZookeeper(bed, cart, { replicas: 5, storage: { size: '1Gi', whenScaled: 'Delete' } });
        const waits = ({ status }: ZookeeperCluster) => status.operation?.message.includes(`${name} must do their part first`) === true;
        const { status } = await awaitZookeeper(bed, cart, waits, { what: 'the operation to say whom it waits for', timeoutMs: 60_000 });
        expect(status.members?.filter(({ name: member, ready }) => /-[34]$/.test(member) && ready)).toEqual([]);
      } finally {
        await hang.heal();
      }
      await awaitZookeeperRest(bed, cart, 'the return of the one that hung', 180_000);
    };
    await gapOf(scenario, { cluster: cart, load, title: '3 to 5 while one hangs', limitMs, act });
  });

  test('nothing is lost', { timeout: 120_000 }, () => expectNothingLost(scenario, load));
});

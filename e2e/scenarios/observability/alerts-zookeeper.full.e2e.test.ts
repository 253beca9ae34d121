import { resources } from '@dataservices/kube';
import { awaitSettled } from '../../src/await-settled.ts';
import { healed, inTurns, joined } from '../../src/combined-faults.ts';
import { damageSnapshots } from '../../src/damage-snapshot.ts';
import { hangContainer, killContainer } from '../../src/kill-container.ts';
import { awaitWrites } from '../../src/load.ts';
import { type Fault, fillVolume, partitionFrom } from '../../src/node-faults.ts';
import { useAlerts } from '../../src/provoked-alerts.ts';
import { slowDisk } from '../../src/slow-disk.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper } from '../../src/zookeeper-object.ts';

const spec = {
  storage: { size: '400Mi', className: 'growable' },
  resources: { requests: { memory: '256Mi' }, limits: { memory: '512Mi' } },
  // A minute until members give each other up: a leader that is cut off is one for as long.
  quorum: { tickTimeMilliseconds: 2000, syncLimitTicks: 30 },
  config: { maxClientCnxns: 30 },
};
const { bed, namespace, provokes, fallsSilent } = useAlerts('zookeeper', make);
const cluster = { namespace, name: 'cart' };
const rest = () => awaitSettled(bed.kube, namespace, 'what was provoked');

async function make(): Promise<void> {
  await applyZookeeper(bed, cluster, spec);
  await awaitZookeeperRest(bed, cluster, 'its creation', 240_000);
}

const ref = (name: string) => ({ namespace, name });
const place = (name: string) => `${namespace}/${name}`;
const hang = (pod: string) => hangContainer(bed, ref(pod), 'zookeeper');

/** The leader first. */
async function members(): Promise<readonly [leader: string, follower: string, another: string]> {
  const { leader = '', members: all = [] } = (await readZookeeper(bed, cluster)).status;
  const [follower = '', another = ''] = all.map(({ name }) => name).filter((name) => name !== leader);
  return [leader, follower, another];
}

/** With all that it holds: it copies anew. */
async function loseMember(pod: string): Promise<void> {
  await bed.kube.delete(resources.persistentVolumeClaims, ref(`data-${pod}`));
  await bed.kube.delete(resources.pods, ref(pod));
}

const removing = (load: ZookeeperLoad): Fault => ({ heal: () => load.remove() });

provokes('The leader of ZooKeeper is lost, and another is elected', {
  rest,
  inject: async () => {
    const [leader] = await members();
    await bed.kube.delete(resources.pods, ref(leader), { gracePeriodSeconds: 0 });
    return healed;
  },
});

provokes('A leader of ZooKeeper is cut off, and has not noticed', {
  rest,
  inject: async () => {
    const [leader, ...others] = await members();
    const cut = await partitionFrom(bed, [place(leader)], others.map(place));
    // Would they only wait, all three would give up at about the same time.
    for (const other of others) await killContainer(bed, ref(other), 'zookeeper');
    return cut;
  },
});

provokes('An application opens more connections than a ZooKeeper takes', {
  rest,
  inject: async () => {
    const [leader, follower] = await members();
    const flood = `for n in $(seq 60); do exec {fd}<>/dev/tcp/${follower}.cart-zookeeper-nodes/2181; done; sleep 1`;
    await bed.cluster.kubectl(['exec', '--namespace', namespace, leader, '--', 'bash', '-c', flood]);
    return healed;
  },
});

provokes('The disks of ZooKeeper are slow', {
  rest,
  timeoutMs: 180_000,
  inject: async () => {
    const [leader, follower, another] = await members();
    const load = await startZookeeperLoad(bed, { cluster, name: 'slow-disks', ratePerSecond: 300, pinnedTo: another });
    const disk = { container: 'zookeeper', folder: '/data', writesPerSecond: 2 };
    const slow = await Promise.all([leader, follower].map((pod) => slowDisk(bed, ref(pod), disk)));
    return joined(removing(load), ...slow);
  },
});

provokes('A follower of ZooKeeper is lost', {
  rest,
  timeoutMs: 180_000,
  inject: async () => {
    const [, follower] = await members();
    return hang(follower);
  },
});

provokes('A ZooKeeper has too little memory or processor', {
  rest,
  // Requests pile up and are answered in turns: more than two scrapes one after another have to see the former.
  timeoutMs: 300_000,
  inject: async () => {
    const [leader, follower, another] = await members();
    const load = await startZookeeperLoad(bed, { cluster, name: 'pauses', ratePerSecond: 300, pinnedTo: another });
    const pauses = [leader, follower].map((pod) => inTurns(() => hang(pod), { brokenMs: 2000, wholeMs: 200 }));
    return joined(removing(load), ...pauses);
  },
});

provokes('Most of the voters of ZooKeeper are lost, or cannot reach each other', {
  rest,
  timeoutMs: 180_000,
  inject: async () => {
    const [leader, follower] = await members();
    return joined(await hang(leader), await hang(follower));
  },
});

provokes('The data of a ZooKeeper is damaged', {
  rest,
  timeoutMs: 180_000,
  inject: async () => {
    const [before] = await members();
    const load = await startZookeeperLoad(bed, { cluster, name: 'damage' });
    await awaitWrites(bed, cluster, load, 300);
    await load.remove();
    // Who begins to lead writes all that there is into a snapshot.
    await killContainer(bed, ref(before), 'zookeeper');
    await awaitZookeeper(bed, cluster, ({ status }) => status.leader !== before, { what: 'another leader', timeoutMs: 60_000 });
    await rest();
    const [leader] = await members();
    await damageSnapshots(bed, ref(leader), { path: '/damage/writes/234', data: '234' });
    const annotations = { 'dataservices.dev/replace-member': `${leader}@damaged` };
    return { heal: async () => void (await bed.kube.mergePatch(resources.zookeeperClusters, cluster, { metadata: { annotations } })) };
  },
});

provokes('A member of ZooKeeper was made an ensemble of its own while most others ran', {
  rest,
  timeoutMs: 180_000,
  inject: async () => {
    const [, follower] = await members();
    // By the words of docs/zookeeper.md for an ensemble that has lost most of its volumes.
    const alone = `rm /data/conf/zoo.cfg.dynamic.*
      echo "server.$((\${POD_NAME##*-} + 1))=$POD_NAME.$HEADLESS_DOMAIN:2888:3888:participant;0.0.0.0:2181" > /data/conf/zoo.cfg.dynamic.0`;
    await bed.cluster.kubectl(['exec', '--namespace', namespace, follower, '--', 'bash', '-c', alone]);
    await bed.kube.delete(resources.pods, ref(follower));
    return { heal: () => loseMember(follower) };
  },
});

provokes('A ZooKeeper cannot write its log', {
  rest,
  timeoutMs: 180_000,
  inject: async () => {
    const [, follower] = await members();
    const load = await startZookeeperLoad(bed, { cluster, name: 'full' });
    return joined(removing(load), await fillVolume(bed, ref(`data-${follower}`)));
  },
});

fallsSilent();

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPodReady } from './pod.ts';
import { type RabbitmqRef, rabbitmqPods } from './rabbitmq-object.ts';
import type { Traffic } from './rabbitmq-traffic-program.ts';
import { readSecret } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

const program = join(import.meta.dirname, 'rabbitmq-traffic-program.ts');

/**
 * Does to a cluster what an application of the client user does, from among the control plane. Returns when all of it is done, or its time is over.
 *
 * @throws Error where the cluster's provider has no such place, and with what the program said where it failed
 */
export async function sendTraffic(bed: TestBed, cluster: RabbitmqRef, traffic: Traffic): Promise<void> {
  const pods = (await rabbitmqPods(bed, cluster)).filter(isPodReady);
  const binding = await readSecret(bed, { namespace: cluster.namespace, name: `${cluster.name}-rabbitmq-binding` });
  const folder = await mkdtemp(join(tmpdir(), 'traffic-'));
  try {
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, binding?.password ?? '', { mode: 0o600 });
    const hosts = pods.map(({ status }) => `${status?.podIP}:5672`);
    const login = { hosts, username: binding?.username ?? '', passwordFile };
    const { nodeFaults } = bed.cluster;
    if (nodeFaults === undefined) throw new Error(`nothing can be run in the network of ${bed.cluster.name}`);
    await nodeFaults.runInNetwork([process.execPath, program, JSON.stringify(login), JSON.stringify(traffic)]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

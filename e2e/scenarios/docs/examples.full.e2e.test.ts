import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { parseManifests } from '../../../tools/chart/manifest.ts';
import { waitUntil } from '../../cluster/src/index.ts';
import { saveEvidence } from '../../src/evidence.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { createNamespace, deleteNamespace } from '../../src/namespace.ts';
import { listPods } from '../../src/pod.ts';
import { repository } from '../../src/results-folder.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, figure } = useScenario('examples', { steps: 'independent' });

type Example = {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly storage: { readonly whenDeleted?: 'Delete' | 'Retain' };
};

const folder = join(repository, 'examples');
const limitMs = 600_000;

type Manifest = { readonly kind: string; readonly metadata: { readonly name: string }; readonly spec: Partial<Pick<Example, 'storage'>> };

/** Those that need nothing beside them. An AutoScaler has a Prometheus and what it scales: scenarios/autoscaler. */
function examples(): readonly Example[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.flatMap((file) => {
    const manifests = parseManifests(readFileSync(join(folder, file), 'utf8')) as unknown as readonly Manifest[];
    const clusters = manifests.filter(({ kind }) => kind.endsWith('Cluster'));
    return clusters.map(({ kind, metadata, spec }) => ({ file, kind, name: metadata.name, storage: spec.storage ?? {} }));
  });
}

test('there is an example of every service', () => {
  const kinds = new Set(examples().map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['KafkaCluster', 'RabbitmqCluster', 'RedisCluster', 'ZookeeperCluster']);
});

test.for(examples())(
  '$file becomes a whole cluster, says so, and leaves what it promises to leave',
  { timeout: 1_200_000 },
  async (example, context) => {
    const { file, kind, name, storage } = example;
    const namespace = `e2e-examples-${file.replace('.yaml', '')}`;
    context.onTestFailed(async () => console.error(await saveEvidence(bed, namespace, `examples-${file}`)), 60_000);
    const kubectl = (...args: readonly string[]) => bed.cluster.kubectl(['--namespace', namespace, ...args]);
    const object = `${kind.toLowerCase()}s.dataservices.dev/${name}`;
    await createNamespace(bed, namespace);

    const startMs = performance.now();
    await kubectl('apply', '--filename', join(folder, file));
    for (const condition of ['Ready', 'Settled'])
      await kubectl('wait', object, `--for=condition=${condition}`, `--timeout=${limitMs / 1000}s`);
    figure(`${file}: apply to Ready and Settled`, formatSeconds(performance.now() - startMs), formatSeconds(limitMs, 0));

    expect(await kubectl('get', 'dataservices')).toContain(name);
    const described = await kubectl('describe', object);
    expect(described).toMatch(/Type: +Ready/);
    expect(described.split('\nEvents:')[1], 'Events in what kubectl describe prints').toMatch(/Found/);

    const claims = await claimNames(namespace);
    expect(claims.length).toBeGreaterThan(0);
    await kubectl('delete', '--filename', join(folder, file));
    await waitUntil(async () => (await listPods(bed.kube, namespace)).length === 0, { what: 'its pods to be gone', timeoutMs: 120_000 });
    if (storage.whenDeleted === 'Delete') {
      await waitUntil(async () => (await claimNames(namespace)).length === 0, { what: 'its volumes to be gone', timeoutMs: 60_000 });
    } else {
      expect(await claimNames(namespace)).toEqual(claims);
    }
    // The next one needs the memory.
    await deleteNamespace(bed, namespace, 180_000);
  },
);

async function claimNames(namespace: string): Promise<readonly string[]> {
  const { items } = await bed.kube.list(resources.persistentVolumeClaims, { namespace });
  return items.map(({ metadata }) => metadata.name).sort();
}

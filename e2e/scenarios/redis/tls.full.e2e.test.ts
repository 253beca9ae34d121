import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeOutcome, runFault } from '../../src/fault-run.ts';
import { livesOf } from '../../src/lives-of.ts';
import { applyRedis, awaitRest, conditionOf, readRedis } from '../../src/redis-object.ts';
import { allPods, masterPod, readBinding } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { arrivalMs, awaitFiles, deleteSecret, filesInUse, whatWasNoticed } from '../../src/tls-objects.ts';

const { bed, namespace, figure } = useScenario('redis-tls');
const cluster = { namespace, name: 'cart' };

beforeAll(async () => {
  await applyRedis(bed, cluster, { storage: { size: '1Gi' }, tls: { mode: 'Enabled' } });
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

/** Of the client user, whose password no pod of the cluster has. */
async function redisCli(pod: string, options: string): Promise<string> {
  const password = (await readBinding(bed, cluster))?.password;
  const ask = `REDISCLI_AUTH='${password}' timeout 5 redis-cli -h cart-redis --user app --no-auth-warning ${options} PING 2>&1 || true`;
  return bed.cluster.kubectl(['exec', '--namespace', namespace, pod, '--container', 'redis', '--', 'sh', '-c', ask]);
}

test('the binding tells a client all that it needs', async () => {
  const binding = await readBinding(bed, cluster);
  expect(binding).toMatchObject({
    ssl: 'true',
    uri: expect.stringMatching(/^rediss:/),
    'ca.crt': expect.stringContaining('BEGIN CERTIFICATE'),
  });
});

test('plaintext is refused, and so is whoever does not know the authority', async () => {
  const { name } = (await masterPod(bed, cluster)).metadata;
  expect(await redisCli(name, '--tls --cacert /etc/dataservices/tls/ca.crt')).toContain('PONG');
  expect(await redisCli(name, '')).not.toContain('PONG');
  // By the authorities of the system, none of which has signed it.
  expect(await redisCli(name, '--tls')).toMatch(/certificate verify failed/);
});

describe('under load', () => {
  test('the deletion of the master is followed by a failover', async () => {
    const outcome = await runFault(bed, {
      cluster,
      name: 'tls-delete-master',
      inject: async () => {
        await bed.kube.delete(resources.pods, { namespace, name: (await masterPod(bed, cluster)).metadata.name });
      },
    });
    figure('master pod deleted', describeOutcome(outcome), 'gap 10 s, lost 0');
    expect(outcome.wait.lost).toBe(0);
    expect(outcome.plain.gapMs).toBeLessThanOrEqual(10_000);
  });

  test('a certificate is renewed without an error, a gap or a restart', async () => {
    const [before, lives] = [await filesInUse(bed, cluster), await allPods(bed, cluster).then(livesOf)];
    const outcome = await runFault(bed, {
      cluster,
      name: 'tls-renewal',
      inject: async () => {
        await deleteSecret(bed, cluster, 'certificates');
        await awaitFiles(bed, cluster, (files) => files !== before, arrivalMs);
      },
    });
    figure('certificate renewed', describeOutcome(outcome), 'gap 0.5 s, no error');
    expect(whatWasNoticed(outcome)).toEqual([]);
    expect(await allPods(bed, cluster).then(livesOf)).toEqual(lives);
  });
});

test('the exporter reads the figures over TLS', async () => {
  const { name } = (await masterPod(bed, cluster)).metadata;
  const metrics = await bed.podHttp.getText({ namespace, pod: name, port: 9121 }, '/metrics');
  expect(metrics).toMatch(/^redis_up 1$/m);
});

test('a Secret that cannot be used is refused, and what runs goes on', async () => {
  const before = await filesInUse(bed, cluster);
  await applyRedis(bed, cluster, { storage: { size: '1Gi' }, tls: { mode: 'Enabled', secretName: 'not-there' } });
  await expect
    .poll(async () => conditionOf(await readRedis(bed, cluster), 'Stalled'), { timeout: 30_000 })
    .toMatchObject({ status: 'True', reason: 'InvalidCertificate', message: expect.stringContaining('not-there') });
  expect(conditionOf(await readRedis(bed, cluster), 'Available')).toMatchObject({ status: 'True' });
  expect(await filesInUse(bed, cluster)).toBe(before);
});

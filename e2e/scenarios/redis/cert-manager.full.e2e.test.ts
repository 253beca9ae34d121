import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { type CertManager, renewCertificate, startCertManager } from '../../src/cert-manager.ts';
import { documentedYaml } from '../../src/documented-yaml.ts';
import { describeOutcome, runFault } from '../../src/fault-run.ts';
import { livesOf } from '../../src/lives-of.ts';
import { awaitRest } from '../../src/redis-object.ts';
import { allPods, dataPods, readBinding, readSecret } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { servedSerial } from '../../src/served-serial.ts';
import { arrivalMs, awaitFiles, filesInUse, whatWasNoticed } from '../../src/tls-objects.ts';

const { bed, namespace, figure } = useScenario('redis-cert-manager');
const cluster = { namespace, name: 'cart' };
const renewal = 'cert-manager-renewal';

const issued = async () => (await readSecret(bed, { namespace, name: 'cart-tls' })) ?? {};
const issuedSerial = async () => new X509Certificate((await issued())['tls.crt'] ?? '').serialNumber;

/** What every member shows to a client of the load. */
async function servedSerials(): Promise<readonly string[]> {
  const hosts = (await dataPods(bed, cluster)).map(({ metadata }) => `${metadata.name}.cart-redis-nodes.${namespace}.svc.cluster.local`);
  return Promise.all(hosts.map((host) => servedSerial(bed, { namespace, name: `${renewal}-plain` }, host, 6379)));
}

// On a cluster of somebody else's another cert-manager may run.
describe.runIf(bed.cluster.nodeFaults !== undefined)('with certificates of cert-manager', () => {
  let certManager: CertManager | undefined;

  beforeAll(async () => {
    certManager = await startCertManager(bed, namespace, 'our-authority');
  }, 1_800_000);

  afterAll(() => certManager?.stop());

  test('a cluster starts with the certificate that the page has cert-manager issue, and has no authority of its own', async () => {
    await bed.cluster.kubectl(['apply', '--filename=-'], documentedYaml('docs/redis.md', 'kind: Certificate', namespace));
    await awaitRest(bed, cluster, 'its creation', 200_000);
    expect(await readSecret(bed, { namespace, name: 'cart-redis-ca' })).toBeUndefined();
    expect((await readBinding(bed, cluster))?.['ca.crt']?.trim()).toBe((await issued())['ca.crt']?.trim());
  });

  test('what cert-manager renews is served without an error, a gap or a restart', async () => {
    const [files, first, lives] = [await filesInUse(bed, cluster), await issuedSerial(), await allPods(bed, cluster).then(livesOf)];
    const outcome = await runFault(bed, {
      cluster,
      name: renewal,
      inject: async () => {
        expect(await servedSerials()).toEqual([first, first, first]);
        await renewCertificate(bed, namespace, 'cart-tls');
        const isRenewed = async () => (await issuedSerial()) !== first;
        await waitUntil(isRenewed, { what: 'cert-manager to issue another certificate', timeoutMs: 60_000 });
        await awaitFiles(bed, cluster, (now) => now !== files, arrivalMs);
        const second = await issuedSerial();
        expect(await servedSerials()).toEqual([second, second, second]);
      },
    });
    figure('certificate renewed by cert-manager', describeOutcome(outcome), 'gap 0.5 s, no error');
    expect(whatWasNoticed(outcome)).toEqual([]);
    expect(await allPods(bed, cluster).then(livesOf)).toEqual(lives);
  }, 400_000);
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resources } from '@dataservices/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { createPki, keyPair } from '../../cluster/src/pki.ts';
import { killContainer } from '../../src/kill-container.ts';
import { livesOf } from '../../src/lives-of.ts';
import { provideImage } from '../../src/provide-image.ts';
import { readSecret } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { fieldManager } from '../../src/test-bed.ts';
import { arrivalMs } from '../../src/tls-objects.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import {
  applyZookeeper,
  awaitZookeeper,
  awaitZookeeperRest,
  isZookeeperAtRest,
  readZookeeper,
  zookeeperPods,
} from '../../src/zookeeper-object.ts';
import { expectNothingLost, gapOf } from '../../src/zookeeper-promises.ts';

const scenario = useScenario('zookeeper-tls-provided');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, tls: { mode: 'Enabled', secretName: 'mine' } };
const [old, next] = ['3.8.3', '3.9.4'];
/** What an election and a reconnect cost. */
const limitMs = 10_000;
const folder = mkdtempSync(join(tmpdir(), 'zookeeper-certificates-'));

let load: ZookeeperLoad;

beforeAll(async () => {
  const names = [`*.cart-zookeeper-nodes.${namespace}`, `cart-zookeeper.${namespace}`].map((name) => `DNS:${name}.svc.cluster.local`);
  await createPki(
    folder,
    ['first', 'second'].map((name) => ({ name, commonName: 'cart', names })),
  );
  await provide('first');
  await provideImage(bed, 'zookeeper-3.8');
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true }));

function text(path: string): string {
  return readFileSync(path, 'utf8');
}

/** A Secret as cert-manager writes it. */
async function provide(name: string): Promise<void> {
  const { certificate, key } = keyPair(folder, name);
  const stringData = { 'tls.crt': text(certificate), 'tls.key': text(key), 'ca.crt': text(keyPair(folder, 'ca').certificate) };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name: 'mine' }, ...{ stringData } };
  await bed.kube.apply(resources.secrets, secret, { fieldManager });
}

/** The certificate that a member has been given to use. */
function inUse(): Promise<string> {
  const file = '/run/zookeeper/tls/keystore.pem';
  return bed.cluster.kubectl(['exec', '--namespace', namespace, 'cart-zookeeper-1', '--', 'cat', file]);
}

test('an ensemble of the old version starts with a certificate of the user, and has no authority of its own', async () => {
  await applyZookeeper(bed, cart, { ...spec, version: old });
  const { status } = await awaitZookeeperRest(bed, cart, 'its creation', 200_000);
  expect(status.version).toBe(old);
  expect(await readSecret(bed, { namespace, name: 'cart-zookeeper-ca' })).toBeUndefined();
  const binding = await readSecret(bed, { namespace, name: 'cart-zookeeper-binding' });
  expect(binding?.['ca.crt']?.trim()).toBe(text(keyPair(folder, 'ca').certificate).trim());
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'provided' });
}, 300_000);

test('another leads when the leader is killed', async () => {
  const { leader = '' } = (await readZookeeper(bed, cart)).status;
  const act = async () => {
    await killContainer(bed, { namespace, name: leader }, 'zookeeper');
    await awaitZookeeperRest(bed, cart, 'the death of its leader', 120_000);
  };
  await gapOf(scenario, { cluster: cart, load, title: `${old} with TLS: leader killed`, limitMs, act });
}, 240_000);

/** Provides another certificate, and returns when every member shows it. @returns whose lives went on */
async function renew(name: string, limitMs: number, title: string): Promise<readonly string[]> {
  const before = livesOf(await zookeeperPods(bed, cart));
  const wanted = text(keyPair(folder, name).certificate).trim();
  const act = async () => {
    await provide(name);
    await waitUntil(async () => (await inUse().catch(() => '')).includes(wanted), {
      what: 'the other certificate to be in use',
      timeoutMs: 2 * arrivalMs,
    });
    await awaitZookeeper(bed, cart, isZookeeperAtRest, { what: 'every member to have loaded it', timeoutMs: 2 * arrivalMs });
  };
  await gapOf(scenario, { cluster: cart, load, title, limitMs, act });
  return livesOf(await zookeeperPods(bed, cart)).filter((life) => before.includes(life));
}

test('another certificate of the same authority takes over: this version has to restart for it', async () => {
  expect(await renew('second', limitMs, `${old}: certificate of the user renewed`)).toEqual([]);
}, 600_000);

test('it is upgraded, encrypted all the time', async () => {
  const act = async () => {
    await applyZookeeper(bed, cart, { ...spec, version: next });
    await awaitZookeeperRest(bed, cart, 'the upgrade', 240_000);
  };
  await gapOf(scenario, { cluster: cart, load, title: `${old} to ${next} with TLS`, limitMs, act });
  expect((await readZookeeper(bed, cart)).status.version).toBe(next);
}, 400_000);

test('another certificate takes over without a restart', async () => {
  expect(await renew('first', 3_000, `${next}: certificate of the user renewed`)).toHaveLength(3);
}, 600_000);

test('nothing is lost', () => expectNothingLost(scenario, load), 120_000);

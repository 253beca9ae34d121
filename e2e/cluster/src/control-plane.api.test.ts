import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi } from './api-request.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

let folder = '';
let controlPlane: ControlPlane;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'control-plane-'));
  controlPlane = await startControlPlane({ folder });
}, 120_000);

afterAll(async () => {
  await controlPlane.stop();
  await rm(folder, { recursive: true });
});

test('serves its API', async () => {
  const api = openApi(controlPlane.kubeconfigPath);
  expect(api.server).toBe(controlPlane.url);
  expect(await api.send('GET', '/version')).toMatchObject({ gitVersion: expect.stringMatching(/^v1\.\d+\.\d+$/) });
});

test('accepts a Pod, though no controller makes service accounts', async () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one' }, spec: { containers: [{ name: 'one', image: 'one' }] } };
  await expect(openApi(controlPlane.kubeconfigPath).send('POST', '/api/v1/namespaces/default/pods', pod)).resolves.toMatchObject({
    kind: 'Pod',
  });
});

test('a second one stands beside the first, and is gone once stopped', async () => {
  const secondFolder = await mkdtemp(join(tmpdir(), 'control-plane-'));
  const second = await startControlPlane({ folder: secondFolder });
  const api = openApi(second.kubeconfigPath);
  expect(second.url).not.toBe(controlPlane.url);
  await second.stop();
  await second.stop();
  await expect(api.send('GET', '/version')).rejects.toThrow('ECONNREFUSED');
  await rm(secondFolder, { recursive: true });
});

test('an argument that it does not know is reported with the end of the log', async () => {
  const brokenFolder = await mkdtemp(join(tmpdir(), 'control-plane-'));
  const starting = startControlPlane({ folder: brokenFolder, extraApiServerArgs: ['--no-such-flag'] });
  await expect(starting).rejects.toThrow(/kube-apiserver ended early; the end of .*unknown flag: --no-such-flag/s);
  await rm(brokenFolder, { recursive: true });
});

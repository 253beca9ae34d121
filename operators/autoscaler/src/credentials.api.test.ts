import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resources } from '@dataservices/kube';
import { type SecretWatch, watchSecrets } from '@dataservices/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadScaler } from '../test/load-scaler.ts';
import { useOperatorBed } from '../test/operator-bed.ts';

vi.setConfig({ testTimeout: 60_000 });

const bed = useOperatorBed();
const { applyScaler } = loadScaler(bed);
const token = 'canary-of-a-token-6f1e90b2';

/** Says no to everybody, and repeats what it was shown: in the body, and in a header. */
const parrot = createServer(({ headers: { authorization = '' } }, response) => {
  response.writeHead(403, { 'content-type': 'application/json', 'x-shown': authorization });
  response.end(JSON.stringify({ status: 'error', errorType: 'forbidden', error: `who shows ${authorization} may not ask` }));
});

let watch: SecretWatch;

beforeEach(async () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: bed.ref('prometheus'), ...{ stringData: { token } } };
  await bed.admin().create(resources.secrets, secret);
  watch = await watchSecrets(bed.admin(), bed.ref('').namespace, [resources.autoScalers, resources.redisClusters]);
  await bed.stopOperator();
  bed.startOperator({}, (line) => watch.see('the log', line));
  parrot.listen(0, '127.0.0.1');
  await once(parrot, 'listening');
});

afterEach(() => parrot.close());

test('credentials for Prometheus are in no log and no object, not even where the server repeats them', async () => {
  const { port } = parrot.address() as AddressInfo;
  await applyScaler({ prometheus: { address: `http://127.0.0.1:${port}`, authSecretName: 'prometheus' } });
  await bed.awaitScaler('the refusal', ({ status }) => JSON.stringify(status).includes('HTTP 403'));
  await bed.awaitLooks();
  expect(await watch.end()).toEqual({ secrets: ['token of Secret prometheus'], leaks: [] });
});

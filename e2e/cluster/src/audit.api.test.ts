import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi } from './api-request.ts';
import { auditLines, prepareAudit } from './audit.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

let folder = '';
let controlPlane: ControlPlane;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  controlPlane = await startControlPlane({ folder, extraApiServerArgs: prepareAudit(join(folder, 'audit')) });
}, 120_000);

afterAll(async () => {
  await controlPlane.stop();
  await rm(folder, { recursive: true });
});

/** Lists pods as a service account that may. */
async function listPodsAs(namespace: string, account: string): Promise<void> {
  const api = openApi(controlPlane.kubeconfigPath);
  await api.send('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
  await api.send('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: account } });
  await api.send('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    metadata: { name: `${namespace}-${account}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', namespace, name: account }],
  });
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
  const { status } = (await api.send('POST', path, { spec: {} })) as { readonly status: { readonly token: string } };
  const headers = { Authorization: `Bearer ${status.token}` };
  // A binding takes a moment to be known.
  await expect.poll(() => statusOf(`${controlPlane.url}/api/v1/pods`, headers), { timeout: 10_000 }).toBe(200);
}

async function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  // What is asked here is who may, not whom to trust.
  const [response] = (await once(get(url, { headers, rejectUnauthorized: false }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

test('requests of operators are recorded with what allowed them, and those of others are not', async () => {
  await listPodsAs('elsewhere', 'someone');
  await listPodsAs('dataservices-system', 'an-operator');
  const read = () => [...auditLines(join(folder, 'audit'))].map((line) => JSON.parse(line));
  await expect.poll(read, { timeout: 10_000 }).toContainEqual(
    expect.objectContaining({
      verb: 'list',
      user: expect.objectContaining({ username: 'system:serviceaccount:dataservices-system:an-operator' }),
      objectRef: expect.objectContaining({ resource: 'pods' }),
      annotations: expect.objectContaining({ 'authorization.k8s.io/decision': 'allow' }),
    }),
  );
  expect(new Set(read().map(({ user }) => user.username))).toEqual(new Set(['system:serviceaccount:dataservices-system:an-operator']));
});

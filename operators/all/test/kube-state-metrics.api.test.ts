import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildCrd, kinds } from '@dataservices/api';
import { connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { accountKubeconfig, installCrd, testNamespace, waitFor } from '@dataservices/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findFreePorts } from '../../../e2e/cluster/src/free-ports.ts';
import { documentedYaml } from '../../../e2e/src/documented-yaml.ts';
import { ensureGoProgram } from '../../../e2e/src/go-program.ts';
import { parseManifests } from '../../../tools/chart/manifest.ts';

/** Building it takes minutes, the first time. */
const isFull = process.env.DATASERVICES_E2E_TIER === 'full';
const root = join(import.meta.dirname, '../../..');
const config = join(root, 'charts/dataservices/files/kube-state-metrics/config.yaml');
const fieldManager = 'api-test';
const roleName = 'kube-state-metrics-dataservices';

const group = 'rbac.authorization.k8s.io';
const clusterRoles: Resource = { group, version: 'v1', kind: 'ClusterRole', plural: 'clusterroles', isNamespaced: false };
const clusterRoleBindings: Resource = { ...clusterRoles, kind: 'ClusterRoleBinding', plural: 'clusterrolebindings' };
const accounts: Resource = { group: '', version: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', isNamespaced: true };

/** An account that may do what the page says, and nothing else. @returns its kubeconfig */
async function makeAccount(kube: KubeClient, namespace: string): Promise<string> {
  const name = 'kube-state-metrics';
  const [role] = parseManifests(
    documentedYaml('docs/observability.md', `  name: ${roleName}`, namespace),
  ) as unknown as readonly KubeObject[];
  if (role === undefined) throw new Error(`docs/observability.md has no ${roleName} any more`);
  await kube.apply(clusterRoles, role, { fieldManager });
  await kube.create(accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } });
  const bound = {
    subjects: [{ kind: 'ServiceAccount', namespace, name }],
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: roleName },
  };
  const binding = { apiVersion: `${group}/v1`, kind: 'ClusterRoleBinding', metadata: { name: roleName }, ...bound };
  await kube.apply(clusterRoleBindings, binding, { fieldManager });
  return accountKubeconfig(inject('kubeconfigPath'), { namespace, name });
}

/** A RedisCluster that no operator looks after, with a condition of each kind. */
async function makeCluster(kube: KubeClient, namespace: string): Promise<void> {
  const head = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', metadata: { namespace, name: 'cart' } };
  await kube.create<StoredObject>(resources.redisClusters, { ...head, ...{ spec: { replicas: 5 } } });
  const condition = (type: string, status: string) => ({
    type,
    status,
    reason: `${type}Reason`,
    message: 'x',
    lastTransitionTime: '2026-01-01T00:00:00Z',
    observedGeneration: 1,
  });
  const conditions = [condition('Ready', 'True'), condition('Settled', 'False'), condition('Available', 'Unknown')];
  const status = { replicas: 4, readyReplicas: 3, version: '8.0.2', conditions };
  await kube.applyStatus(resources.redisClusters, { ...head, ...{ status } }, { fieldManager });
}

describe.runIf(isFull)('kube-state-metrics, with the configuration of the chart and the permissions of the page', () => {
  let kube: KubeClient;
  let child: ChildProcess | undefined;
  let port = 0;
  let namespace = '';
  let log = '';

  beforeAll(async () => {
    const program = await ensureGoProgram({
      name: 'kube-state-metrics',
      source: join(root, 'e2e/kube-state-metrics'),
      packagePath: 'k8s.io/kube-state-metrics/v2',
    });
    kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: fieldManager });
    for (const kind of kinds) await installCrd(kube, buildCrd(kind));
    namespace = await testNamespace(kube, 'state-metrics');
    await makeCluster(kube, namespace);
    const [ownPort = 0, telemetryPort = 0] = await findFreePorts(2);
    port = ownPort;
    const args = [
      `--kubeconfig=${await makeAccount(kube, namespace)}`,
      `--custom-resource-state-config-file=${config}`,
      '--custom-resource-state-only',
      `--port=${port}`,
      `--telemetry-port=${telemetryPort}`,
      '--host=127.0.0.1',
      '--telemetry-host=127.0.0.1',
    ];
    child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-20_000);
    });
  }, 1_200_000);

  afterAll(async () => {
    if (child !== undefined && child.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await kube?.delete(clusterRoleBindings, { name: roleName });
    await kube?.delete(clusterRoles, { name: roleName });
    await kube?.close();
  });

  /** The series of the object, without what they have in common. */
  async function series(): Promise<readonly string[]> {
    if (child?.exitCode !== null) throw new Error(`it ended:\n${log.slice(-2_000)}`);
    const text = await fetch(`http://127.0.0.1:${port}/metrics`).then(
      (answer) => answer.text(),
      () => '',
    );
    const own = text.split('\n').filter((line) => line.includes(`namespace="${namespace}"`));
    return own.map((line) => line.replace(/customresource_\w+="[^"]*",?|namespace="[^"]*",?/g, '').replace(',}', '}'));
  }

  test('a condition is 1 where it is True, and 0 where it is False or Unknown; sizes and the version are told', {
    timeout: 90_000,
  }, async () => {
    await waitFor('series', async () => (await series()).some((line) => line.includes('_ready{')), { timeoutMs: 80_000 });
    const found = await series();
    expect(found).toEqual(
      expect.arrayContaining([
        'dataservices_resource_condition{name="cart",reason="ReadyReason",type="Ready"} 1',
        'dataservices_resource_condition{name="cart",reason="SettledReason",type="Settled"} 0',
        'dataservices_resource_condition{name="cart",reason="AvailableReason",type="Available"} 0',
        'dataservices_resource_replicas_desired{name="cart"} 5',
        'dataservices_resource_replicas{name="cart"} 4',
        'dataservices_resource_replicas_ready{name="cart"} 3',
        expect.stringMatching(/^dataservices_resource_info\{name="cart",.*"8\.0\.2".*\} 1$/),
      ]),
    );
  });

  test('nothing was forbidden', () => {
    expect(log.split('\n').filter((line) => /forbidden/i.test(line))).toEqual([]);
  });
});

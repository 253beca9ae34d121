import { connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { accountKubeconfig, applyChartPermissions, testNamespace, waitFor } from '@dataservices/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { grantsOf } from '../../../tools/chart/granted.ts';
import { parseManifests } from '../../../tools/chart/manifest.ts';
import { renderChart } from '../../../tools/chart/render-chart.ts';

const reviews: Resource = {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  isNamespaced: false,
};

const crds = { install: false };

/** What nobody who brings data services about has to do, wherever it is, as `verb group/resource`. */
const never = [
  'list /secrets',
  'watch /secrets',
  'deletecollection /secrets',
  'create /pods',
  'create /pods/exec',
  'get /pods/exec',
  'create /pods/attach',
  'create /pods/portforward',
  'update /pods/ephemeralcontainers',
  'get /nodes/proxy',
  'patch /nodes',
  'create /serviceaccounts/token',
  'impersonate /serviceaccounts',
  'impersonate /users',
  'impersonate /groups',
  'create rbac.authorization.k8s.io/rolebindings',
  'create rbac.authorization.k8s.io/clusterrolebindings',
  'bind rbac.authorization.k8s.io/clusterroles',
  'escalate rbac.authorization.k8s.io/roles',
  'create apps/deployments',
  'create apps/daemonsets',
  'create batch/jobs',
  'update apiextensions.k8s.io/customresourcedefinitions',
  'create admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'create certificates.k8s.io/certificatesigningrequests',
  'delete dataservices.dev/redisclusters',
  'deletecollection /persistentvolumeclaims',
];

let kube: KubeClient;

beforeAll(() => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test', rateLimit: 'none' });
});

afterAll(() => kube?.close());

/** That of the release, one that is watched, and one that is not. */
async function makeNamespaces() {
  return {
    own: await testNamespace(kube, 'release'),
    watched: await testNamespace(kube, 'watched'),
    foreign: await testNamespace(kube, 'foreign'),
  };
}

type Place = { readonly namespace?: string | undefined; readonly name?: string };

/** Whether the API server would let an account do it. Without a namespace: in all of them. */
async function may(user: string, what: string, place: Place = {}): Promise<boolean> {
  const [verb, path = ''] = what.split(' ');
  const [group, resource, subresource] = path.split('/');
  const spec = { user, resourceAttributes: { verb, group, resource, subresource, ...place } };
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', metadata: { name: '' }, ...{ spec } };
  const { status } = await kube.create<StoredObject & { readonly status: { readonly allowed: boolean } }>(reviews, review);
  return status.allowed;
}

async function allowed(user: string, asked: readonly string[], place?: Place): Promise<readonly string[]> {
  const answers = await Promise.all(asked.map((what) => may(user, what, place)));
  return asked.filter((_, at) => answers[at]);
}

describe.for(['Combined', 'PerService'] as const)('the accounts of layout %s', { timeout: 60_000 }, (layout) => {
  test('with watchNamespaces they may do what their Roles say there, and nothing of it elsewhere', async () => {
    const { own, watched, foreign } = await makeNamespaces();
    const values = { layout, watchNamespaces: [watched], crds };
    const names = await applyChartPermissions(kube, { namespace: own, values });
    expect(names).toHaveLength(layout === 'Combined' ? 1 : 5);
    const manifests = parseManifests(renderChart({ namespace: own, values }));
    for (const name of names) {
      const user = `system:serviceaccount:${own}:${name}`;
      const roles = manifests.filter(({ kind, metadata }) => kind === 'Role' && metadata.name === name);
      const granted = [...new Set(grantsOf(roles).map(({ verb, resource }) => `${verb} ${resource}`))];
      expect(granted.length).toBeGreaterThan(10);
      await waitFor('the Roles to count', async () => (await allowed(user, granted, { namespace: watched })).length === granted.length);
      for (const namespace of [foreign, own, 'kube-system', undefined])
        expect(await allowed(user, granted, { namespace }), `${name} in ${namespace ?? 'all namespaces'}`).toEqual([]);
      for (const namespace of [watched, foreign, own, undefined])
        expect(await allowed(user, never, { namespace }), `${name} in ${namespace ?? 'all namespaces'}`).toEqual([]);
    }
  });

  test('without they may do it everywhere, and still nothing that leads to more', async () => {
    const { own, foreign } = await makeNamespaces();
    for (const name of await applyChartPermissions(kube, { namespace: own, values: { layout, crds } })) {
      const user = `system:serviceaccount:${own}:${name}`;
      await waitFor('the ClusterRole to count', () => may(user, 'get /secrets', { namespace: foreign }));
      for (const namespace of [foreign, 'kube-system', undefined])
        expect(await allowed(user, never, { namespace }), `${name} in ${namespace ?? 'all namespaces'}`).toEqual([]);
    }
  });

  test('of Leases they may change their own, and no other', async () => {
    const own = await testNamespace(kube, 'release');
    for (const name of await applyChartPermissions(kube, { namespace: own, values: { layout, crds } })) {
      const user = `system:serviceaccount:${own}:${name}`;
      const lease =
        layout === 'Combined' ? 'dataservices-operators' : name.replace(/^dataservices-(\w+)-operator$/, 'dataservices-operators-$1');
      const asked = ['get', 'update', 'patch', 'delete'].map((verb) => `${verb} coordination.k8s.io/leases`);
      await waitFor('the Role to count', () => may(user, 'update coordination.k8s.io/leases', { namespace: own, name: lease }));
      expect(await allowed(user, asked, { namespace: own, name: lease })).toEqual(asked.slice(0, 2));
      expect(await allowed(user, asked, { namespace: own, name: 'of-somebody-else' })).toEqual([]);
      expect(await allowed(user, asked, { namespace: 'kube-system', name: lease })).toEqual([]);
    }
  });
});

test('with the token of such an account, a Secret can be read by name where it was granted, and no Secrets can be listed', async () => {
  const { own, watched, foreign } = await makeNamespaces();
  const [name = ''] = await applyChartPermissions(kube, { namespace: own, values: { watchNamespaces: [watched], crds } });
  const operator = connect({
    kubeconfig: await accountKubeconfig(inject('kubeconfigPath'), { namespace: own, name }),
    userAgent: 'operator',
  });
  const forbidden = expect.objectContaining({ code: 'Forbidden' });
  await waitFor('the Role to count', () => may(`system:serviceaccount:${own}:${name}`, 'get /secrets', { namespace: watched }));
  expect(await operator.get(resources.secrets, { namespace: watched, name: 'none' })).toBeUndefined();
  await expect(operator.list(resources.secrets, { namespace: watched })).rejects.toEqual(forbidden);
  await expect(operator.list(resources.secrets)).rejects.toEqual(forbidden);
  await expect(operator.get(resources.secrets, { namespace: foreign, name: 'none' })).rejects.toEqual(forbidden);
  await operator.close();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { layoutOf, namespacePath } from './src/embedded/layout.ts';
import { openCluster, waitUntil } from './src/index.ts';
import { answerIn } from './testing/answering-pod.ts';
import { hear } from './testing/network-probe.ts';
import { openProbe } from './testing/probe.ts';
import { namespace, workload } from './testing/probe-workload.ts';

const layout = layoutOf('selftest-balancer');
const cluster = openCluster({ name: layout.name });
const probe = openProbe(cluster, layout);
const host = namespacePath(layout.hostNamespace);
const port = 4242;

function service(name: string, spec: Readonly<Record<string, unknown>>): string {
  const common = { type: 'LoadBalancer', selector: { app: 'member' }, ports: [{ name: 'any', port }] };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { namespace, name }, spec: { ...common, ...spec } });
}

async function apply(object: string): Promise<void> {
  await cluster.kubectl(['apply', '--filename', '-'], object);
}

async function addressOf(name: string): Promise<string> {
  return cluster.kubectl(['--namespace', namespace, 'get', 'service', name, '--output', 'jsonpath={.status.loadBalancer.ingress[0].ip}']);
}

function awaitAddress(name: string): Promise<string> {
  return waitUntil(async () => (await addressOf(name)) || undefined, { what: `an address of ${name}`, timeoutMs: 30_000 });
}

async function awaitAnswer(place: string, address: string, answer: string): Promise<void> {
  await waitUntil(async () => (await hear(place, address, port)) === answer, {
    what: `${address} to answer "${answer}"`,
    timeoutMs: 30_000,
    explain: () => hear(place, address, port),
  });
}

beforeAll(async () => {
  await cluster.up();
  await cluster.kubectl(['apply', '--filename', '-'], JSON.stringify(workload()));
  await probe.awaitMembers();
});
afterAll(() => cluster.down());

test('an address leads to the pods, from outside of the nodes and from pods, until the type changes', async () => {
  const places = await Promise.all((await probe.pods()).map(async (pod) => `/proc/${await probe.processOf(pod)}/ns/net`));
  const ends = await Promise.all(places.map((place) => answerIn(place, port, 'member')));
  try {
    await apply(service('balanced', {}));
    const address = await awaitAddress('balanced');
    for (const place of [host, ...places]) await awaitAnswer(place, address, 'member');

    await apply(service('balanced', { type: 'ClusterIP' }));
    await waitUntil(async () => (await addressOf('balanced')) === '', { what: 'the address to be taken back', timeoutMs: 30_000 });
    await waitUntil(async () => (await hear(host, address, port)) !== 'member', { what: 'the way there to be gone', timeoutMs: 30_000 });
  } finally {
    await Promise.all(ends.map((end) => end()));
  }
});

test('a Service that only takes traffic on the pod’s own node is found there', async () => {
  const pod = await probe.podOn('node3');
  const end = await answerIn(`/proc/${await probe.processOf(pod)}/ns/net`, port, 'third');
  try {
    const selector = { 'statefulset.kubernetes.io/pod-name': pod.metadata.name };
    await apply(service('local', { externalTrafficPolicy: 'Local', selector }));
    await awaitAnswer(host, await awaitAddress('local'), 'third');
  } finally {
    await end();
  }
});

test('every Service has an address of its own, and one of another class has none', async () => {
  await apply(service('foreign', { loadBalancerClass: 'example.com/another' }));
  for (const name of ['one', 'other']) await apply(service(name, {}));
  const addresses = [await awaitAddress('local'), await awaitAddress('one'), await awaitAddress('other')];
  expect(new Set(addresses).size).toBe(3);
  // Those that came after it have theirs.
  expect(await addressOf('foreign')).toBe('');
});

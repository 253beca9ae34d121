import { afterAll, beforeAll, test } from 'vitest';
import { layoutOf, namespacePath } from './src/embedded/layout.ts';
import { openCluster, waitUntil } from './src/index.ts';
import { answerIn } from './testing/answering-pod.ts';
import { hear } from './testing/network-probe.ts';
import { openProbe } from './testing/probe.ts';
import { namespace, workload } from './testing/probe-workload.ts';

const layout = layoutOf('selftest-policies');
const cluster = openCluster({ name: layout.name, networkPolicies: true });
const host = namespacePath(layout.hostNamespace);
const probe = openProbe(cluster, layout);
const port = 4242;
const refused = 'ECONNREFUSED';

/** Lets the pods of the workload reach each other, and nobody else reach them. */
const policy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { namespace, name: 'members' },
  spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] },
};

/** Fails unless whoever connects to the pod on this node comes to hear this, from inside of the workload and from outside. */
async function expectHeard(node: string, heard: { readonly inside: string; readonly outside: string }): Promise<void> {
  const address = await probe.addressOn(node);
  const inside = `/proc/${await probe.processOf(await probe.podOn('node1'))}/ns/net`;
  const ask = async () => ({ inside: await hear(inside, address, port), outside: await hear(host, address, port) });
  const isAsWanted = async () => JSON.stringify(await ask()) === JSON.stringify(heard);
  const explain = async () => JSON.stringify(await ask());
  await waitUntil(isAsWanted, { what: `${node}: ${JSON.stringify(heard)}`, timeoutMs: 30_000, explain });
}

const answerOn = async (node: string) => answerIn(`/proc/${await probe.processOf(await probe.podOn(node))}/ns/net`, port, 'hello');

beforeAll(async () => {
  await cluster.up();
  await cluster.kubectl(['apply', '--filename', '-'], JSON.stringify(workload()));
  await probe.awaitMembers();
}, 600_000);
afterAll(() => cluster.down());

test('a NetworkPolicy keeps out who is not named, and nobody once it is gone', async () => {
  const hangUp = await answerOn('node2');
  await expectHeard('node2', { inside: 'hello', outside: 'hello' });
  await cluster.kubectl(['apply', '--filename', '-'], JSON.stringify(policy));
  await expectHeard('node2', { inside: 'hello', outside: refused });
  await cluster.kubectl(['delete', 'networkpolicy', policy.metadata.name, '--namespace', namespace]);
  await expectHeard('node2', { inside: 'hello', outside: 'hello' });
  await hangUp();
});

test('a node that is switched on again keeps them out as well', async () => {
  await cluster.kubectl(['apply', '--filename', '-'], JSON.stringify(policy));
  await cluster.nodeFaults?.kill(2);
  await cluster.nodeFaults?.heal(2);
  await probe.awaitMembers();
  const hangUp = await answerOn('node2');
  await expectHeard('node2', { inside: 'hello', outside: refused });
  await hangUp();
});

import { type Resource, resources } from '@dataservices/kube';
import { beforeAll, expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { haveRabbitmq } from '../../src/rabbitmq-api.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { expectNoMessageLost, rabbitmqGap } from '../../src/rabbitmq-under-load.ts';
import { readSecret } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('rabbitmq-replace-member');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
/** Each of a megabyte: what takes a member a while to copy. */
const stored = 100;

let load: RabbitmqLoad;

beforeAll(async () => {
  await applyRabbitmq(bed, cart, { storage: { size: '2Gi' } });
  await awaitRabbitmqRest(bed, cart, 'its creation', 240_000);
  const body = { durable: true, arguments: { 'x-queue-type': 'quorum' } };
  await haveRabbitmq(bed, cart, { method: 'PUT', path: 'queues/%2F/bulk', body });
  await publishBulk();
  load = await startRabbitmqLoad(bed, { cluster: cart, name: 'messages' });
}, 600_000);

/** The messages are made where they are published: what is sent to a pod with a command has to be short. */
async function publishBulk(): Promise<void> {
  const { username, password } = (await readSecret(bed, { namespace, name: 'cart-rabbitmq-binding' })) ?? {};
  const authorization = Buffer.from(`${username}:${password}`).toString('base64');
  const script = `
    payload=$(head -c 1000000 /dev/zero | tr '\\0' x)
    body='{"properties":{"delivery_mode":2},"routing_key":"bulk","payload":"'$payload'","payload_encoding":"string"}'
    for i in $(seq ${stored}); do
      exec 3<>/dev/tcp/127.0.0.1/15672
      printf 'POST /api/exchanges/%%2F/amq.default/publish HTTP/1.0\\r\\nAuthorization: Basic %s\\r\\n' ${authorization} >&3
      printf 'Content-Type: application/json\\r\\nContent-Length: %s\\r\\n\\r\\n%s' "\${#body}" "$body" >&3
      read -r answer <&3
      case $answer in *' 200 '*) ;; *) echo "$answer"; exit 1;; esac
    done`;
  await bed.cluster.kubectl(['exec', '--namespace', namespace, 'cart-rabbitmq-0', '--', 'bash', '-c', script]);
}

type Queue = { readonly name: string; readonly messages: number; readonly members: readonly string[] };

async function replaced(pod: string, token: string): Promise<void> {
  const annotations = { 'dataservices.dev/replace-member': `${pod}@${token}` };
  await bed.kube.mergePatch(resources.rabbitmqClusters, cart, { metadata: { annotations } });
  await awaitRabbitmq(bed, cart, ({ status }) => status.requests?.some((one) => one.token === token && one.state === 'Handled') === true, {
    what: `${pod} to be replaced`,
    timeoutMs: 300_000,
  });
}

async function uidOf(resource: Resource, name: string): Promise<string | undefined> {
  return (await bed.kube.get(resource, { namespace, name }))?.metadata.uid;
}

test('two nodes are replaced with their volumes, the second asked for as soon as the first is back: all is there', async () => {
  const claims = ['data-cart-rabbitmq-1', 'data-cart-rabbitmq-2'];
  const uids = () => Promise.all(claims.map((name) => uidOf(resources.persistentVolumeClaims, name)));
  const before = await uids();
  const startMs = performance.now();
  const act = async () => {
    // It is of the cluster again, and still copies: the other one has to wait for that.
    await replaced('cart-rabbitmq-1', 'one');
    await replaced('cart-rabbitmq-2', 'two');
    await awaitRabbitmqRest(bed, cart, 'the replacement of two nodes', 240_000);
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'two nodes replaced', limitMs: 15_000, act });
  figure('two nodes replaced, until settled', formatSeconds(performance.now() - startMs), '600 s');
  const after = await uids();
  expect(after.filter((uid) => uid === undefined || before.includes(uid))).toEqual([]);
  expect(await rabbitmqPods(bed, cart)).toHaveLength(3);
  const text = await haveRabbitmq(bed, cart, { path: 'queues/%2F?disable_stats=true&enable_queue_totals=true' });
  const bulk = (JSON.parse(text) as readonly Queue[]).find(({ name }) => name === 'bulk');
  figure('messages in the queue of a hundred megabytes', `${bulk?.messages}, ${bulk?.members.length} members`, `${stored}, 3 members`);
  expect([bulk?.messages, bulk?.members.length]).toEqual([stored, 3]);
}, 900_000);

test('no confirmed message is lost', () => expectNoMessageLost(scenario, load), 120_000);

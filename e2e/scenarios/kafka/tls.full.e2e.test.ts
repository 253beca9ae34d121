import { expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { awaitKafkaFiles, deleteKafkaSecret, kafkaFilesInUse } from '../../src/kafka-certificates.ts';
import { type KafkaLoad, kafkaBinding, startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafka, awaitKafkaRest, kafkaPods } from '../../src/kafka-object.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { killContainer } from '../../src/kill-container.ts';
import { livesOf } from '../../src/lives-of.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-tls');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, controllers: { storage: { size: '1Gi' } }, tls: { mode: 'Enabled' } };
/** On a machine that is busy with other things, the same steps take several times as long. */
const limitMs = 15_000;

let load: KafkaLoad;

/** What a server answers to the shortest request of Kafka's protocol, as hexadecimal digits: a Kafka in plaintext says its number, 1, again. */
async function askInPlaintext(host: string, port: number): Promise<string> {
  const request = '\\x00\\x00\\x00\\x0a\\x00\\x12\\x00\\x00\\x00\\x00\\x00\\x01\\xff\\xff';
  const command = `exec 3<> /dev/tcp/${host}/${port} && printf '${request}' >&3 && timeout 5 head -c 8 <&3 | od -An -tx1 | tr -d ' \\n' || true`;
  return bed.cluster.kubectl(['exec', '--namespace', namespace, 'cart-kafka-0', '--', 'bash', '-c', command]);
}

test('a new cluster is whole, and clients produce and consume by what the binding says', async () => {
  const startMs = performance.now();
  await applyKafka(bed, cart, spec);
  await awaitKafkaRest(bed, cart, 'its creation', 300_000);
  figure('apply to Ready and Settled, with TLS', formatSeconds(performance.now() - startMs), '240 s');
  const binding = await kafkaBinding(bed, cart);
  expect(binding).toMatchObject({ 'security-protocol': 'SSL', 'ca.crt': expect.stringContaining('BEGIN CERTIFICATE') });
  load = await startKafkaLoad(bed, { cluster: cart, name: 'records' });
}, 400_000);

test('in plaintext nobody is answered', async () => {
  const brokers = await Promise.all([9091, 9092].map((port) => askInPlaintext('cart-kafka-1.cart-kafka-nodes', port)));
  const controller = await askInPlaintext('cart-kafka-controller-1.cart-kafka-controller-nodes', 9093);
  // The number of the request would be in the second half.
  for (const answer of [...brokers, controller]) expect(answer.slice(8)).not.toBe('00000001');
});

test('a broker is killed, and is back', async () => {
  const act = async () => {
    const before = livesOf(await kafkaPods(bed, cart));
    await killContainer(bed, { namespace, name: 'cart-kafka-1' }, 'kafka');
    // By its container: it may be back before the operator, or anybody else, has seen that it was away.
    const isBack = async () => livesOf(await kafkaPods(bed, cart)).join() !== before.join();
    await waitUntil(isBack, { what: 'the container to start again', timeoutMs: 120_000 });
    await awaitKafkaRest(bed, cart, 'the death of a broker', 180_000);
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'broker killed, with TLS', limitMs, act });
}, 300_000);

test('a certificate is renewed: everybody restarts in turn, and clients go on', async () => {
  const [before, files] = [livesOf(await kafkaPods(bed, cart)), await kafkaFilesInUse(bed, cart)];
  const act = async () => {
    const startMs = performance.now();
    await deleteKafkaSecret(bed, cart, 'certificates');
    await awaitKafkaFiles(bed, cart, (now) => now !== '' && now !== files, 480_000);
    figure('certificate renewed, until all have it', formatSeconds(performance.now() - startMs), '480 s');
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'certificate renewed', limitMs, act });
  const after = livesOf(await kafkaPods(bed, cart));
  expect(after).toHaveLength(6);
  expect(after.filter((life) => before.includes(life))).toEqual([]);
}, 600_000);

test('no acknowledged record is lost, none is there twice, and the group has got them all', () => expectNoneLost(scenario, load), 120_000);

test('a Secret that cannot be used is refused, and what runs goes on', async () => {
  const files = await kafkaFilesInUse(bed, cart);
  await applyKafka(bed, cart, { ...spec, tls: { mode: 'Enabled', secretName: 'not-there' } });
  const refused = await awaitKafka(
    bed,
    cart,
    ({ status }) => status.conditions?.some(({ type, reason }) => type === 'Stalled' && reason === 'InvalidCertificate') === true,
    { what: 'the refusal', timeoutMs: 30_000 },
  );
  expect(refused.status.conditions).toContainEqual(expect.objectContaining({ type: 'Available', status: 'True' }));
  expect(await kafkaFilesInUse(bed, cart)).toBe(files);
});

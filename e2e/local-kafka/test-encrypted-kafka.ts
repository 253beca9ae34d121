import { certificateId, issueAuthority, issueCertificate, parseCertificates, type TrustWitness } from '@dataservices/certificates';
import { certificateFileName, trustFileName } from '@dataservices/members';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectKafka } from '../../operators/kafka/src/client/connect-kafka.ts';
import type { KafkaTls } from '../../operators/kafka/src/client/kafka-access.ts';
import type { KafkaAdmin, NodeView, Target } from '../../operators/kafka/src/client/port.ts';
import { waitUntil } from '../cluster/src/index.ts';
import { type LocalKafka, startLocalKafka } from './local-kafka.ts';
import { nodesCommonName } from './node-config.ts';
import { superPassword } from './open-bed.ts';

type Pair = { readonly certificate: string; readonly key: string };

const validity = { notBefore: Date.now() - 300_000, notAfter: Date.now() + 3_600_000 };
const domain = 'nodes.shop.svc.cluster.local';

/** What only a real Kafka shows: whom it lets in, and how it is found out whom it trusts. */
export function testEncryptedKafka(version: string): void {
  let [own, next, stranger]: Pair[] = [];
  let [member, user, witness]: Pair[] = [];
  let kafka: LocalKafka;

  const issue = (authority: Pair | undefined, commonName: string, names: readonly string[]) =>
    issueCertificate({ authority: pair(authority), commonName, names, ...validity });

  beforeAll(async () => {
    [own, next, stranger] = await Promise.all(['own', 'next', 'stranger'].map((commonName) => issueAuthority({ commonName, ...validity })));
    member = await issue(own, nodesCommonName, [`*.${domain}`, '127.0.0.1']);
    user = await issue(own, 'alice', ['alice']);
    witness = await issue(next, 'witness', ['trust-witness.invalid']);
    const tls = { keyStore: `${member.key}${member.certificate}`, trustStore: pair(own).certificate };
    kafka = await startLocalKafka({ version, nodes: 1, password: superPassword, tls });
    await until((view) => view.state === 'serving');
  }, 180_000);
  afterAll(() => kafka?.remove());

  const target = (port: 'port' | 'controllerPort' = 'port'): Target => ({
    nodeId: 0,
    pod: 'kafka-0',
    ip: '127.0.0.1',
    port: kafka.nodes[0]?.[port] ?? 0,
    serverName: `kafka-0.${domain}`,
  });
  /** The next authority is expected to be trusted, and is tried. */
  const access = (changes: Partial<KafkaTls> = {}): KafkaTls => ({
    authorities: pair(own).certificate,
    own: pair(member),
    look: { mounted: { trusts: [idOf(own), idOf(next)] }, witness: { authority: idOf(next), ...pair(witness) } satisfies TrustWitness },
    ...changes,
  });

  async function using<T>(tls: KafkaTls | undefined, use: (admin: KafkaAdmin) => Promise<T>): Promise<T> {
    const admin = connectKafka({ brokers: [target()], controllers: [target('controllerPort')], tls, timeoutMs: 10_000 });
    try {
      return await use(admin);
    } finally {
      await admin.close();
    }
  }

  const look = (tls: KafkaTls | undefined, port?: 'port' | 'controllerPort') => using(tls, (admin) => admin.observeNode(target(port)));

  async function until(isWanted: (view: NodeView) => boolean): Promise<void> {
    await waitUntil(async () => isWanted(await look(access())), {
      what: 'Kafka to be as wanted',
      timeoutMs: 90_000,
      explain: () => kafka.explain(),
    });
  }

  const files = (...trusted: readonly (Pair | undefined)[]) => ({
    certificate: certificateFileName({ id: idOf(member), issuer: idOf(own) }),
    trust: trustFileName(trusted.map(idOf)),
  });

  test('says by its certificate which one it has loaded, and by whom it lets in whom it trusts, as broker and as controller', async () => {
    expect(await look(access())).toMatchObject({ state: 'serving', loaded: files(own) });
    expect(await look(access(), 'controllerPort')).toMatchObject({ state: 'serving', loaded: files(own) });
  });

  test('lets the operator do what only nodes may', async () => {
    const topics = await using(access(), (admin) => admin.createTopics([{ topic: 'orders', partitions: 1, replicationFactor: 1 }]));
    expect(topics).toEqual([]);
  });

  test('takes nobody for a node who has a certificate by the same authority', async () => {
    const refused = using(access({ own: pair(user) }), (admin) => admin.alterConfigs([{ type: 'cluster', name: '', operations: [] }]));
    await expect(refused).rejects.toMatchObject({ protocol: 'CLUSTER_AUTHORIZATION_FAILED' });
  });

  test.for<readonly [string, () => KafkaTls | undefined]>([
    ['without a certificate', () => ({ authorities: pair(own).certificate })],
    ['by a certificate of another authority', () => access({ own: pair(witness) })],
    ['that is not the one that was expected', () => access({ authorities: pair(stranger).certificate })],
    ['in plaintext', () => undefined],
  ])('nobody gets in %s', async ([, tls]) => {
    expect(await look(tls())).toMatchObject({ state: 'unreachable' });
    expect(await look(tls(), 'controllerPort')).toMatchObject({ state: 'unreachable' });
  });

  test('trusts another authority when it has started again with it', async () => {
    await kafka.stop(0);
    const tls = { keyStore: `${pair(member).key}${pair(member).certificate}`, trustStore: pair(own).certificate + pair(next).certificate };
    await kafka.writeTls(tls);
    kafka.start(0);
    await until((view) => view.state === 'serving');
    expect(await look(access())).toMatchObject({ loaded: files(own, next) });
    expect(await look(access(), 'controllerPort')).toMatchObject({ loaded: files(own, next) });
  }, 180_000);
}

function pair(one: Pair | undefined): Pair {
  if (one === undefined) throw new Error('it was not made');
  return { certificate: one.certificate, key: one.key };
}

function idOf(one: Pair | undefined): string {
  const [parsed] = parseCertificates(pair(one).certificate, 'it');
  if (parsed === undefined) throw new Error('no certificate');
  return certificateId(parsed);
}

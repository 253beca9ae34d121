import { expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { expectNoLeaks } from '../../src/leaked-secrets.ts';
import { applyRabbitmq, awaitRabbitmqRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('rabbitmq-create');
const cart = { namespace, name: 'cart' };

test('an almost empty spec becomes a whole cluster, founded once', async () => {
  const startMs = performance.now();
  await applyRabbitmq(bed, cart, { replicas: 3, storage: { size: '1Gi' } });
  const { status } = await awaitRabbitmqRest(bed, cart, 'its creation', 180_000);
  figure('apply to Ready and Settled', formatSeconds(performance.now() - startMs), '180 s');
  expect(status).toMatchObject({ version: '4.3.6', readyReplicas: 3, formation: { origin: 'Founded', formed: true } });
  expect(status.members?.map(({ role }) => role)).toEqual(['member', 'member', 'member']);
});

test('is measured on port 15692 of every node', async () => {
  for (const { metadata } of await rabbitmqPods(bed, cart)) {
    // RabbitMQ sends its metrics to nobody who asks for JSON only, as this project's own client does.
    const path = `/api/v1/namespaces/${namespace}/pods/${metadata.name}:15692/proxy/metrics`;
    expect(await bed.cluster.kubectl(['get', '--raw', path])).toMatch(/^rabbitmq_build_info/m);
  }
});

test('no password is in a log, an argument or an environment', () => expectNoLeaks(bed, namespace));

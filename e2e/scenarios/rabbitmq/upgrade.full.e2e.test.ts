import { expect, test } from 'vitest';
import { livesOf } from '../../src/lives-of.ts';
import { provideImage } from '../../src/provide-image.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace } = useScenario('rabbitmq-upgrade');
const cart = { namespace, name: 'cart' };
const spec = { replicas: 3, storage: { size: '1Gi' } };

test('4.0 runs, and says that it is old', { timeout: 600_000 }, async () => {
  await provideImage(bed, 'rabbitmq-4.0');
  await applyRabbitmq(bed, cart, { ...spec, version: '4.0.5' });
  const { status } = await awaitRabbitmqRest(bed, cart, 'its creation', 400_000);
  expect(status).toMatchObject({ version: '4.0.5', readyReplicas: 3 });
  expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Recommended', status: 'False', reason: 'OldVersion' }));
});

test('4.3 is refused before anything restarts, with the next step named, and taken back', { timeout: 300_000 }, async () => {
  const lives = livesOf(await rabbitmqPods(bed, cart));
  await applyRabbitmq(bed, cart, { ...spec, version: '4.3.6' });
  const refused = await awaitRabbitmq(
    bed,
    cart,
    ({ status }) => status.conditions?.some(({ type, reason }) => type === 'Stalled' && reason === 'IllegalUpgrade') === true,
    { what: 'the refusal', timeoutMs: 30_000 },
  );
  expect(refused.status.conditions?.find(({ type }) => type === 'Stalled')?.message).toContain('set it to 4.1.x first');
  await applyRabbitmq(bed, cart, { ...spec, version: '4.0.5' });
  await awaitRabbitmqRest(bed, cart, 'the version was taken back', 60_000);
  expect(livesOf(await rabbitmqPods(bed, cart))).toEqual(lives);
});

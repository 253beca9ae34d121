import { expect, test } from 'vitest';
import { observed } from '../testing/observed-builder.ts';
import { kafkaConfig } from './kafka-config.ts';

const timeouts = ['controller.quorum.election.timeout.ms', 'controller.quorum.fetch.timeout.ms'] as const;
const dayMs = 24 * 3_600_000;

test.for(timeouts)('a broker without a controller does not spin: %s is over for nobody, and no number for Kafka to choke on', (key) => {
  const value = Number(kafkaConfig(observed(), 'broker')[key]);
  expect(value).toBeGreaterThan(dayMs);
  // Up to as much again is added by chance.
  expect(2 * value).toBeLessThan(2 ** 31);
});

test.for(timeouts)("controllers elect each other by Kafka's own %s", (key) => {
  expect(kafkaConfig(observed(), 'controller')).not.toHaveProperty(key);
});

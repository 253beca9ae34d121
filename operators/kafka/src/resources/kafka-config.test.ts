import { expect, test } from 'vitest';
import { observed } from '../testing/observed-builder.ts';
import { kafkaConfig } from './kafka-config.ts';

const electionTimeout = 'controller.quorum.election.timeout.ms';
const dayMs = 24 * 3_600_000;

test('a broker that finds no controller does not spin: its election timeout is never over, and no number for Kafka to choke on', () => {
  const value = Number(kafkaConfig(observed(), 'broker')[electionTimeout]);
  expect(value).toBeGreaterThan(dayMs);
  // Up to as much again is added by chance.
  expect(2 * value).toBeLessThan(2 ** 31);
});

test("controllers elect each other by Kafka's own election timeout", () => {
  expect(kafkaConfig(observed(), 'controller')).not.toHaveProperty(electionTimeout);
});

test('a broker looks again for a controller whose answer was lost', () => {
  expect(kafkaConfig(observed(), 'broker')).not.toHaveProperty('controller.quorum.fetch.timeout.ms');
});

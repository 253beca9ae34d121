import { describe, expect, test } from 'vitest';
import type { Role } from '../names.ts';
import { kafkaCluster, observed } from '../testing/observed-builder.ts';
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

describe('the fetch timeout', () => {
  const fetchTimeout = 'controller.quorum.fetch.timeout.ms';
  const of = (version: string, role: Role) => kafkaConfig(observed({ cluster: kafkaCluster({ version }) }), role)[fetchTimeout];

  test.for(['4.2.1', '4.3.1'])(
    'of a broker of %s, which would spin once it is over, is that of a long absence of all controllers',
    (version) => {
      expect(of(version, 'broker')).toBe(300_000);
    },
  );

  test("of a broker of 4.1, which looks again for a controller by it, is Kafka's own", () => {
    expect(of('4.1.2', 'broker')).toBeUndefined();
  });

  test("of controllers, which elect another by it, is Kafka's own", () => {
    expect(of('4.3.1', 'controller')).toBeUndefined();
  });
});

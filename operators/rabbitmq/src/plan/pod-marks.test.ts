import { describe, expect, test } from 'vitest';
import { claim, node, observed, rabbitmqCluster, sees, unreachable } from '../testing/observed-builder.ts';
import { plan } from './plan.ts';

describe('who joins', () => {
  const orderOf = (given: Parameters<typeof plan>[0], ordinal: number) => {
    const applied = plan(given).applies.find(({ kind, metadata }) => kind === 'Pod' && metadata.name === `cart-rabbitmq-${ordinal}`);
    return applied?.metadata.annotations?.['dataservices.dev/order'];
  };

  test('one at a time, by way of those that run', () => {
    const given = observed({ servers: [sees('0'), unreachable, unreachable] });
    expect(orderOf(given, 1)).toBe(`join c0ffee -\n${node(0)}\n`);
    expect(orderOf(given, 2)).toBeUndefined();
  });

  test('nobody while another of the cluster is away: a third that is not there yet would cost the majority', () => {
    const given = observed({
      servers: [sees('012', {}, '2'), sees('012', {}, '2'), unreachable, unreachable],
      cluster: rabbitmqCluster({ replicas: 4 }),
    });
    expect(orderOf(given, 3)).toBeUndefined();
    // The one that is away may be so because its volume is empty.
    expect(orderOf(given, 2)).toBe(`join c0ffee -\n${node(0)}\n${node(1)}\n`);
  });

  test('nobody while no majority agrees on who is of the cluster', () => {
    expect(orderOf(observed({ servers: [sees('01', {}, '1'), unreachable, unreachable] }), 2)).toBeUndefined();
  });

  test('nobody before the cluster is known to have formed', () => {
    const cluster = rabbitmqCluster({}, { clusterId: 'c0ffee', formation: { origin: 'Founded', formed: false } });
    expect(orderOf(observed({ cluster, servers: [sees('0'), unreachable, unreachable] }), 1)).toBeUndefined();
  });

  test('one whose volume is of the past is told so by its mark, even where it serves by itself', () => {
    const claims = [claim(0), claim(1), claim(2, { isRetired: true, retiredMark: 'm1' })];
    const given = observed({ servers: [sees('01'), sees('01'), sees('2')], claims });
    expect(orderOf(given, 2)).toBe(`join c0ffee m1\n${node(0)}\n${node(1)}\n`);
  });

  test('nobody whom another is told to have forgotten', () => {
    const away = sees('012', {}, '2');
    const given = observed({ servers: [away, away, unreachable], tasks: { 0: `forget c0ffee one ${node(2)}\n` } });
    expect(orderOf(given, 2)).toBeUndefined();
  });
});

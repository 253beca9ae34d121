import { labelKeys } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import { orderAnnotation } from '../resources/order.ts';
import {
  claim,
  clusterId,
  electing,
  leading,
  observed,
  serving,
  unreachable,
  withPod,
  zookeeperCluster,
} from '../testing/observed-builder.ts';
import { podMarks } from './pod-marks.ts';

const follower = serving('follower');

function marksOf(given: Parameters<typeof podMarks>[0]): readonly string[] {
  return podMarks(given).map(({ metadata }) => {
    const [verb, id, mark] = (metadata.annotations?.[orderAnnotation] ?? '').split(/\s/);
    return [metadata.name.slice(-1), metadata.labels?.[labelKeys.role] ?? 'none', ...(verb ? [verb, id, mark] : [])].join(' ');
  });
}

describe('podMarks', () => {
  test.for([
    {
      name: 'each has the role that it has',
      given: observed({ servers: [follower, follower, leading('123')] }),
      expected: ['0 follower', '1 follower', '2 leader'],
    },
    {
      name: 'whoever does not serve may join, be its volume empty or not',
      given: observed({ servers: [follower, unreachable, leading('123')] }),
      expected: ['0 follower', `1 none join ${clusterId} -`, '2 leader'],
    },
    {
      name: 'whoever returns is told which retirement its volume is from',
      given: observed({
        cluster: zookeeperCluster({ replicas: 4 }),
        servers: [follower, follower, leading('123'), unreachable],
        claims: [claim(0), claim(1), claim(2), claim(3, { isRetired: true, retiredMark: 'abc' })],
      }),
      expected: ['0 follower', '1 follower', '2 leader', `3 none join ${clusterId} abc`],
    },
    {
      name: 'whoever leaves is told nothing',
      given: observed({ cluster: zookeeperCluster({ replicas: 3 }), servers: [follower, follower, leading('123'), unreachable] }),
      expected: ['0 follower', '1 follower', '2 leader'],
    },
    {
      name: 'before the status says that the ensemble is there, nobody may join it',
      given: observed({
        cluster: zookeeperCluster({}, { clusterId, ensemble: { origin: 'Founded', formed: false } }),
        servers: [leading('1'), unreachable],
        orders: { 0: `found ${clusterId} -\n` },
      }),
      expected: ['0 leader'],
    },
    {
      name: 'in step and not a member: no role yet',
      given: observed({ servers: [leading('1', {}, 1), follower] }),
      expected: ['0 leader'],
    },
  ])('$name', ({ given, expected }) => {
    expect(marksOf(given)).toEqual(expected);
  });

  test('while nobody leads, nothing changes: neither a role nor whom to join', () => {
    const given = observed({ servers: [electing, unreachable, electing], orders: { 1: `join ${clusterId} -\nserver.1=x\n` } });
    expect(podMarks(withPod(given, 0, { roleLabel: 'leader' }))).toEqual([]);
  });

  test('the order to found stays, and a changed role does not take it away', () => {
    const given = observed({
      servers: [leading('1')],
      orders: { 0: `found ${clusterId} -\n` },
      cluster: zookeeperCluster({ replicas: 1 }),
    });
    expect(podMarks(given)).toMatchObject([{ metadata: { labels: { [labelKeys.role]: 'leader' } } }]);
    expect(podMarks(given)[0]?.metadata.annotations).toBeUndefined();
  });

  test('an order that was given is kept when the role changes: what this writer does not repeat is taken away', () => {
    const order = `join ${clusterId} -\nserver.9=old:2888:3888:participant;2181\n`;
    const given = observed({ servers: [leading('123'), follower, follower], orders: { 1: order } });
    expect(podMarks(given).find(({ metadata }) => metadata.name.endsWith('1'))?.metadata.annotations).toEqual({ [orderAnnotation]: order });
  });
});

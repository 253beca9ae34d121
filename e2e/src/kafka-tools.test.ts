import { expect, test } from 'vitest';
import { leadersIn, proposalIn, replicasIn } from './kafka-tools.ts';

const described = [
  'Topic: orders\tTopicId: qM1bXDJ9RrmcKnWHqlE1ng\tPartitionCount: 3\tReplicationFactor: 3\tConfigs: min.insync.replicas=2',
  '\tTopic: orders\tPartition: 0\tLeader: 1\tReplicas: 1,2,0\tIsr: 1,2,0\tElr: \tLastKnownElr: ',
  '\tTopic: orders\tPartition: 1\tLeader: 2\tReplicas: 2,0,1\tIsr: 2,0,1\tElr: \tLastKnownElr: ',
  '\tTopic: orders\tPartition: 2\tLeader: 1\tReplicas: 0,1,2\tIsr: 1,2\tElr: \tLastKnownElr: ',
  'Topic: mails\tTopicId: 4BvSD0TjRsmmJ7DYx9jKNA\tPartitionCount: 1\tReplicationFactor: 1\tConfigs: ',
  '\tTopic: mails\tPartition: 0\tLeader: none\tReplicas: 0\tIsr: \tElr: \tLastKnownElr: ',
];

test('leaders are counted by partition, and a partition without one counts for nobody', () => {
  expect([...leadersIn(described.join('\n'))]).toEqual([
    [1, 2],
    [2, 1],
  ]);
  expect(leadersIn('').size).toBe(0);
});

test('replicas are those of every partition, whoever leads it', () => {
  expect(replicasIn(described.join('\n'))).toEqual([
    { topic: 'orders', partition: 0, replicas: [1, 2, 0] },
    { topic: 'orders', partition: 1, replicas: [2, 0, 1] },
    { topic: 'orders', partition: 2, replicas: [0, 1, 2] },
    { topic: 'mails', partition: 0, replicas: [0] },
  ]);
});

test('a proposal is the second of the two lists that the tool prints', () => {
  const list = (replicas: readonly number[]) =>
    JSON.stringify({ version: 1, partitions: [{ topic: 'orders', partition: 0, replicas, log_dirs: ['any', 'any'] }] });
  const output = `Current partition replica assignment\n${list([0, 3])}\n\nProposed partition reassignment configuration\n${list([1, 2])}\n`;
  expect(proposalIn(output)).toEqual([{ topic: 'orders', partition: 0, replicas: [1, 2] }]);
  expect(() => proposalIn('broker 3 is not known')).toThrow('proposes nothing');
});

import { describe, expect, test } from 'vitest';
import { configValue } from '../client/port.ts';
import { type KafkaBed, until } from './kafka-bed.ts';
import { makeTopic } from './topics.ts';

/** How settings of topics, of brokers and of the cluster change. */
export function testSettings(bed: () => KafkaBed): void {
  const admin = () => bed().admin;

  describe('settings', () => {
    const settingOf = async (type: 'topic' | 'broker' | 'cluster', name: string, key: string) => {
      const resource = type === 'cluster' ? ({ type, name: '' } as const) : { type, name };
      return configValue(await admin().describeConfigs([resource]), resource, key);
    };

    test('of a topic change alone, and are taken back', async () => {
      const topic = { type: 'topic', name: 'tuned' } as const;
      await makeTopic(bed(), 'tuned', 1, 1);
      const change = (key: string, value: string | undefined) => admin().alterConfigs([{ ...topic, operations: [{ key, value }] }]);
      await change('retention.ms', '1000');
      await change('min.insync.replicas', '3');
      await until(bed(), 'the settings', async () => (await settingOf('topic', 'tuned', 'min.insync.replicas'))?.value === '3');
      expect(await settingOf('topic', 'tuned', 'retention.ms')).toMatchObject({ value: '1000', source: 'topic' });
      await change('retention.ms', undefined);
      await until(bed(), 'the default', async () => (await settingOf('topic', 'tuned', 'retention.ms'))?.source !== 'topic');
      expect(await settingOf('topic', 'tuned', 'min.insync.replicas')).toMatchObject({ value: '3' });
    });

    test('of one broker, and of all', async () => {
      const [{ nodeId }] = bed().brokers;
      const broker = { type: 'broker', name: String(nodeId) } as const;
      const rate = 'follower.replication.throttled.rate';
      await admin().alterConfigs([
        { ...broker, operations: [{ key: rate, value: '1048576' }] },
        { type: 'cluster', name: '', operations: [{ key: 'log.retention.ms', value: '90000000' }] },
      ]);
      await until(bed(), 'the rate', async () => (await settingOf('broker', broker.name, rate))?.source === 'broker');
      await until(bed(), 'the default for all', async () => (await settingOf('cluster', '', 'log.retention.ms'))?.value === '90000000');
      const others = await admin().describeConfigs([{ type: 'broker', name: String(bed().brokers[1].nodeId) }], {
        keys: ['log.retention.ms'],
      });
      expect(others[0]?.configs).toMatchObject([{ key: 'log.retention.ms', value: '90000000', source: 'cluster' }]);
      await admin().alterConfigs([{ ...broker, operations: [{ key: rate, value: undefined }] }]);
      await until(bed(), 'no rate', async () => (await settingOf('broker', broker.name, rate))?.source !== 'broker');
    });

    test('that are only tried change nothing, and of what does not exist there are none', async () => {
      await makeTopic(bed(), 'tried', 1, 1);
      const operations = [{ key: 'retention.ms', value: '5' }];
      await admin().alterConfigs([{ type: 'topic', name: 'tried', operations }], { validateOnly: true });
      expect((await settingOf('topic', 'tried', 'retention.ms'))?.source).not.toBe('topic');
      expect(await admin().describeConfigs([{ type: 'topic', name: 'never-was' }])).toEqual([]);
      const change = admin().alterConfigs([{ type: 'topic', name: 'never-was', operations }]);
      await expect(change).rejects.toMatchObject({ protocol: 'UNKNOWN_TOPIC_OR_PARTITION' });
    });
  });
}

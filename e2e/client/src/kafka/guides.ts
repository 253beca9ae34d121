import { connect, consume, openProducer } from '../../../guides/kafkajs.ts';
import type { OwnGuides } from '../guides/guide.ts';
import { seqOf } from './read-back.ts';

/** @param partitions of the topic, which they write to in turn */
export const kafkaGuides = (partitions: number): OwnGuides => ({
  kafkajs: ({ target: topic, take }) => {
    const kafka = connect();
    void consume(kafka, topic, `${topic}-guide`, ({ value }) => take(seqOf(value)));
    const producer = openProducer(kafka, topic);
    return {
      ready: producer.then(() => {}),
      write: async (seq) => (await producer).send({ partition: seq % partitions, value: String(seq) }),
      close: async () => (await producer).close(),
    };
  },
});

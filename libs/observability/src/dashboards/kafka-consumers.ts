import type { Row } from '../panel.ts';

/** The operator tells of these, so that they have no label of a pod of the cluster. */
const object = 'namespace="$namespace",name="$cluster"';

export const kafkaConsumersRow: Row = {
  title: 'Consumers',
  panels: [
    {
      title: 'Groups that are furthest behind',
      description:
        'Records between what a group has committed and the end of a topic: the ten largest. What grows all the time is not consumed in time.',
      view: 'TimeSeries',
      unit: 'short',
      queries: [{ expr: `topk(10, max by (group, topic) (kafka_consumer_group_lag_records{${object}}))`, legend: '{{group}}, {{topic}}' }],
      needs: 'ConsumerGroup',
      alert: 'KafkaConsumerLagGrows',
    },
    {
      title: 'Groups and topics that are not shown',
      description: 'Of a cluster there are at most 200 pairs of them, those that are furthest behind.',
      view: 'Stat',
      unit: 'none',
      queries: [{ expr: `max(kafka_consumer_group_lag_hidden{${object}})`, legend: 'hidden' }],
    },
  ],
};

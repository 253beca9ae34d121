import type { Alert } from './alert.ts';

const group = '{{ $labels.group }}';
const cluster = '{{ $labels.namespace }}/{{ $labels.name }}';
// Whoever leads the operators tells it: what it is the maximum of has another pod after another one took over.
const lag = 'max by (namespace, name, group, topic) (kafka_consumer_group_lag_records)';

const lagGrows: Alert = {
  name: 'KafkaConsumerLagGrows',
  severity: 'warning',
  // A group that was deleted is behind no more.
  expr: `min_over_time((${lag})[30m:1m]) > 1000 and deriv((${lag})[30m:1m]) > 0 and ${lag}`,
  for: '15m',
  summary: `Consumers of Kafka ${cluster} fall behind: ${group}`,
  description: `The group ${group} is further and further behind the end of {{ $labels.topic }} in ${cluster}, never less than {{ $value | humanize }} records within half an hour.`,
  runbook: {
    meaning: 'More is produced than the group consumes, or it does not consume at all.',
    impact: 'What consumers do comes later and later. What is older than the retention of the topic is lost to them.',
    look: [
      'Does the group have members? `kafka-consumer-groups.sh --describe --group GROUP`, by partition: one that stands still is one consumer, all are all.',
      'CPU of the consumers, and whom they wait for; KafkaRequestHandlersBusy.',
    ],
    remedy: [
      'More consumers, up to the number of partitions, or faster ones. Raise the retention of the topic for the time being.',
      'A group that nobody uses any more: delete it.',
    ],
  },
};

export const kafkaConsumerAlerts: readonly Alert[] = [lagGrows];

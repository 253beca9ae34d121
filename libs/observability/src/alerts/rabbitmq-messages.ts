import { byCluster, clusterName } from '../labels.ts';
import type { Alert } from './alert.ts';

const ready = `sum ${byCluster} (rabbitmq_queue_messages_ready)`;

const unroutable: Alert = {
  name: 'RabbitmqMessagesUnroutable',
  severity: 'warning',
  expr: `sum ${byCluster} (increase(rabbitmq_global_messages_unroutable_dropped_total[5m])) > 0`,
  for: '0s',
  summary: `RabbitMQ ${clusterName} drops messages that no queue is bound for`,
  description: `{{ $value | humanize }} messages within five minutes went to nobody.`,
  runbook: {
    meaning: 'An exchange had no binding that matches, and the publisher did not ask to be told.',
    impact: 'These messages are gone.',
    look: ['Bindings of the exchanges; a consumer that declares its queue and has not started.'],
    remedy: ['Bind a queue, or give the exchange an alternate one. Publish with `mandatory`.'],
  },
};

const queuesGrow: Alert = {
  name: 'RabbitmqQueuesGrow',
  severity: 'warning',
  expr: `${ready} > 10000 and sum ${byCluster} (deriv(rabbitmq_queue_messages_ready[30m])) > 0 and min_over_time((${ready})[30m:1m]) > 1000`,
  for: '30m',
  summary: `Queues of RabbitMQ ${clusterName} grow`,
  description: `{{ $value | humanize }} messages wait, and they have become more for half an hour.`,
  runbook: {
    meaning: 'More is published than consumed.',
    impact: 'Messages wait longer and longer; in the end disk or memory block publishers.',
    look: ['Which queue? The management interface, by messages ready. Its consumers, and what they acknowledge.'],
    remedy: ['More consumers, or faster ones; a bound on the length with `x-max-length`.'],
  },
};

const withoutConsumers: Alert = {
  name: 'RabbitmqWithoutConsumers',
  severity: 'warning',
  expr: `${ready} > 0 and sum ${byCluster} (rabbitmq_consumers) == 0`,
  for: '10m',
  summary: `Nobody consumes from RabbitMQ ${clusterName}`,
  description: `{{ $value | humanize }} messages wait, and there is no consumer at all.`,
  runbook: {
    meaning: 'For ten minutes messages have waited without any consumer in the cluster.',
    impact: 'What should be done with them is not done.',
    look: ['Do the consumers run? Can they connect and log in?'],
    remedy: ['Start them. Silence the alert where messages wait on purpose.'],
  },
};

const confirmsStall: Alert = {
  name: 'RabbitmqConfirmsStall',
  severity: 'critical',
  expr: `sum ${byCluster} (rabbitmq_channel_messages_unconfirmed) > 0 and sum ${byCluster} (rate(rabbitmq_global_messages_confirmed_total[5m])) == 0`,
  for: '5m',
  summary: `RabbitMQ ${clusterName} confirms nothing`,
  description: `Publishers of ${clusterName} wait for {{ $value | humanize }} confirmations, and none has come for five minutes.`,
  runbook: {
    meaning:
      'Messages were received, and no queue has committed them: quorum queues without a majority of their members, or disks that do not write.',
    impact: 'Publishers that ask for confirmations wait, and in the end stop.',
    look: [
      '`rabbitmq-queues check_if_node_is_quorum_critical` and `rabbitmq-queues quorum_status NAME`: who is away?',
      'RabbitmqNodesApart, RabbitmqDiskAlarm; the time until a quorum queue has committed on the dashboard.',
    ],
    remedy: ['Bring the nodes back that hold the members of the queues, with their volumes.'],
  },
};

export const rabbitmqMessageAlerts: readonly Alert[] = [unroutable, queuesGrow, withoutConsumers, confirmsStall];

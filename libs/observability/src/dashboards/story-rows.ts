import { clusterLabel, ofCluster } from '../labels.ts';
import type { Row } from '../panel.ts';
import { redisWrites } from './redis-writes.ts';

const object = 'namespace="$namespace",name="$cluster"';
// Of rates over the shortest time that has two scrapes, so that a gap of seconds is seen.
const rate = '[$__rate_interval]';

export const storyRows: readonly Row[] = [
  {
    title: 'What clients can do',
    panels: [
      {
        title: 'Writes a second',
        description:
          'What the service itself counts: commands of clients at the master that change data, proposals of the leader, confirmed messages, records. A fault is a dent here, as wide as writes were missing, to within two scrapes; clients that wrote nothing leave none.',
        view: 'TimeSeries',
        unit: 'ops',
        queries: [
          {
            expr: `sum(rate(redis_commands_total{${redisWrites},${ofCluster}}${rate}) * on (pod) group_left () max by (pod) (redis_instance_info{role="master",${ofCluster}}))`,
            legend: 'Redis, writes at the master',
          },
          { expr: `sum(rate(proposal_count{${ofCluster}}${rate}))`, legend: 'ZooKeeper, proposals' },
          { expr: `sum(rate(rabbitmq_global_messages_confirmed_total{${ofCluster}}${rate}))`, legend: 'RabbitMQ, confirmed messages' },
          { expr: `sum(rate(kafka_server_brokertopicmetrics_messagesin_total{topic="",${ofCluster}}${rate}))`, legend: 'Kafka, records' },
        ],
      },
      {
        title: 'Available',
        description: '1: clients can read and write, as the operator sees it.',
        view: 'States',
        unit: 'none',
        queries: [{ expr: `max by (kind) (operator_resource_condition{type="Available",${object}})`, legend: '{{kind}}' }],
        alert: 'ClusterNotAvailable',
      },
    ],
  },
  {
    title: 'What happened to members',
    panels: [
      {
        title: 'Members that can be scraped',
        description: 'A member that is gone has no series; one that does not answer is 0.',
        view: 'States',
        unit: 'none',
        queries: [{ expr: `max by (pod) (up{${ofCluster}})`, legend: '{{pod}}' }],
        alert: 'MetricsMissing',
      },
      {
        title: 'Who leads',
        description: 'The master of Redis, the leader of ZooKeeper, the active controller of Kafka.',
        view: 'States',
        unit: 'none',
        queries: [
          { expr: `max by (pod) (redis_instance_info{role="master",${ofCluster}})`, legend: 'Redis, {{pod}}' },
          { expr: `max by (pod) (synced_followers{${ofCluster}} >= bool 0)`, legend: 'ZooKeeper, {{pod}}' },
          { expr: `max by (pod) (kafka_controller_kafkacontroller_activecontrollercount{${ofCluster}})`, legend: 'Kafka, {{pod}}' },
        ],
        alert: 'RedisWithoutMaster',
      },
    ],
  },
  {
    title: 'What the operator did',
    panels: [
      {
        title: 'Conditions',
        description: 'Of the custom resource.',
        view: 'States',
        unit: 'none',
        queries: [{ expr: `max by (kind, type) (operator_resource_condition{${object}})`, legend: '{{kind}} {{type}}' }],
      },
      {
        title: 'Operation',
        description: 'What was done or waited for. Empty at rest.',
        view: 'States',
        unit: 'none',
        queries: [{ expr: `max by (kind, operation) (operator_resource_operation{${object}})`, legend: '{{kind}} {{operation}}' }],
        needs: 'Act',
        alert: 'OperationTakesLong',
      },
      {
        title: 'What was taken away',
        description: 'Pods, volumes and objects of all clusters, within five minutes.',
        view: 'TimeSeries',
        unit: 'none',
        queries: [{ expr: 'sum by (kind, action) (increase(operator_destructive_actions_total[5m]))', legend: '{{kind}} {{action}}' }],
        needs: 'Act',
      },
      {
        title: 'Alerts',
        description: 'That fired about this cluster.',
        view: 'States',
        unit: 'none',
        queries: [
          {
            expr: `max by (alertname) (ALERTS{alertstate="firing",namespace="$namespace",${clusterLabel}="$cluster"} or ALERTS{alertstate="firing",${object}})`,
            legend: '{{alertname}}',
          },
        ],
        needs: 'Alert',
      },
    ],
  },
];

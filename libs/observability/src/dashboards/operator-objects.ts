import type { Row } from '../panel.ts';

export const operatorObjectsRow: Row = {
  title: 'Custom resources',
  panels: [
    {
      title: 'Leaders',
      description: 'Processes that hold the lease. Exactly one; for some seconds none when it changes hands.',
      view: 'Stat',
      unit: 'none',
      queries: [{ expr: 'sum(leader_election_master_status{namespace="$namespace"})', legend: 'leaders' }],
      alert: 'OperatorWithoutLeader',
    },
    {
      title: 'Custom resources that are not Ready',
      description: 'In all namespaces that the operator manages, without those that are stopped with replicas: 0.',
      view: 'Stat',
      unit: 'none',
      queries: [
        {
          expr: 'count(max by (kind, namespace, name) (operator_resource_condition{type="Ready"}) < 1 unless max by (kind, namespace, name) (operator_resource_desired_replicas) == 0) or vector(0)',
          legend: 'not Ready',
        },
      ],
      alert: 'ClusterNotReady',
    },
    {
      title: 'By kind',
      description: 'How many there are.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: 'count by (kind) (max by (kind, namespace, name) (operator_resource_condition))', legend: '{{kind}}' }],
    },
    {
      title: 'Operations that go on',
      description: 'By the name of the rule in the status.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [
        {
          expr: 'count by (kind, operation) (max by (kind, namespace, name, operation) (operator_resource_operation))',
          legend: '{{kind}} {{operation}}',
        },
      ],
      alert: 'OperationTakesLong',
      needs: 'Act',
    },
    {
      title: 'Length of operations, 95th percentile',
      description: 'Of those that ended within the hour, by the whole seconds of the status.',
      view: 'TimeSeries',
      unit: 's',
      queries: [
        {
          expr: 'histogram_quantile(0.95, sum by (kind, operation, le) (rate(operator_operation_seconds_bucket{namespace="$namespace"}[1h])))',
          legend: '{{kind}} {{operation}}',
        },
      ],
      needs: 'Act',
    },
    {
      title: 'What was taken away',
      description: 'Pods, volumes and objects, within the hour. Each is an Event and a line of the log besides.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [
        {
          expr: 'sum by (kind, action) (increase(operator_destructive_actions_total{namespace="$namespace"}[1h]))',
          legend: '{{kind}} {{action}}',
        },
      ],
      needs: 'Act',
    },
  ],
};

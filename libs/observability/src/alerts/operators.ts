import type { Alert, AlertGroup } from './alert.ts';
import { ofOperators } from './whose.ts';

const withoutLeader: Alert = {
  name: 'OperatorWithoutLeader',
  severity: 'critical',
  expr: 'sum by (name) (leader_election_master_status) == 0 or absent(leader_election_master_status)',
  for: '2m',
  summary: 'No operator leads',
  description: 'For two minutes no operator process has held the lease, or none can be scraped.',
  runbook: {
    meaning: 'After a loss of the leader another one takes over within some twenty seconds.',
    impact: 'Clusters run on and fail over by themselves; nothing is repaired, scaled or rolled.',
    look: ['`kubectl -n dataservices-system get pods,lease`', 'Their logs: the API server, or permissions.'],
    remedy: ['Make the Deployment run. Two replicas survive the loss of a node.'],
  },
};

const passesFail: Alert = {
  name: 'OperatorPassesFail',
  severity: 'warning',
  expr: 'sum by (controller) (rate(controller_runtime_reconcile_errors_total[10m])) / (sum by (controller) (rate(controller_runtime_reconcile_total[10m])) > 0) > 0.1 and sum by (controller) (increase(controller_runtime_reconcile_errors_total[10m])) > 5',
  for: '10m',
  summary: 'Passes of {{ $labels.controller }} fail',
  description: '{{ $value | humanizePercentage }} of the passes of {{ $labels.controller }} have failed.',
  runbook: {
    meaning: 'Failed passes are tried again, later each time.',
    impact: 'Those objects are not looked after.',
    look: ['The log of the operator: each failure names the object, a code and a remedy.'],
    remedy: ['As the log says.'],
  },
};

const panics: Alert = {
  name: 'OperatorUnforeseenError',
  severity: 'warning',
  expr: 'sum by (controller) (increase(controller_runtime_reconcile_panics_total[10m])) > 0',
  for: '0s',
  summary: 'A failure that nobody has thought of',
  description: 'A pass of {{ $labels.controller }} has ended with an error without a code.',
  runbook: {
    meaning: 'A bug. The pass is tried again.',
    impact: 'If it fails each time, that object is not looked after.',
    look: ['The log of the operator has the whole error.'],
    remedy: ['Report it with the log and the object.'],
  },
};

const queueWaits: Alert = {
  name: 'OperatorQueueWaits',
  severity: 'warning',
  expr: 'histogram_quantile(0.99, sum by (name, le) (rate(workqueue_queue_duration_seconds_bucket[10m]))) > 60',
  for: '10m',
  summary: 'Objects of {{ $labels.name }} wait for their turn',
  description: 'One in a hundred has waited for {{ $value | humanizeDuration }}.',
  runbook: {
    meaning: 'Passes take longer than they come in.',
    impact: 'Failovers and changes begin later.',
    look: ['CPU of the operator, the delay of its event loop, the length of passes; servers that do not answer.'],
    remedy: ['A higher CPU request. One operator for each group of namespaces (`watchNamespaces`).'],
  },
};

const watchSilent: Alert = {
  name: 'OperatorWatchSilent',
  severity: 'warning',
  expr: 'max by (pod, kind) (operator_watch_silence_seconds) > 900',
  for: '0s',
  summary: 'A watch of {{ $labels.kind }} is stuck',
  description: '{{ $labels.pod }} has heard nothing of {{ $labels.kind }} for {{ $value | humanizeDuration }}.',
  runbook: {
    meaning: 'The API server ends each watch within ten minutes.',
    impact: 'Changes of these objects are not seen.',
    look: ['The log of the operator; proxies between it and the API server.'],
    remedy: ['The liveness probe restarts the process. If it happens again, report it.'],
  },
};

const forbidden: Alert = {
  name: 'OperatorForbidden',
  severity: 'warning',
  expr: 'sum by (method) (increase(operator_forbidden_requests_total[10m])) > 0',
  for: '0s',
  summary: 'The operator lacks a permission',
  description: '{{ $value | humanize }} requests ({{ $labels.method }}) were refused within ten minutes.',
  runbook: {
    meaning: 'The API server has refused what the operator needs.',
    impact: 'What it needs it for is not done.',
    look: ['The log names the verb and the resource.', 'Has a Role been changed, or the operator upgraded without its chart?'],
    remedy: ['Install the chart of the same version.'],
  },
};

const eventLoopLags: Alert = {
  name: 'OperatorEventLoopLags',
  severity: 'warning',
  expr: 'max by (namespace, pod) (nodejs_eventloop_lag_p99_seconds) > 0.5',
  for: '10m',
  summary: 'The operator {{ $labels.pod }} computes for too long at a time',
  description:
    'One in a hundred turns of the event loop of {{ $labels.pod }} has been late by {{ $value | humanizeDuration }} for ten minutes.',
  runbook: {
    meaning: 'Everything of the process waits meanwhile: its answers to servers, its lease, its watches.',
    impact: 'Failovers and changes begin later. Past some seconds the lease is lost, and another operator takes over.',
    look: [
      'CPU of the pod, and throttling by a CPU limit; memory near its limit, which is garbage collection.',
      'How many custom resources there are: docs/benchmarks.md says what one process does.',
    ],
    remedy: [
      'A higher CPU request, no CPU limit. One operator for each group of namespaces (`watchNamespaces`), or for each service (`layout`).',
    ],
  },
};

export const operatorAlerts: AlertGroup = {
  name: 'operators',
  title: 'Operators',
  alerts: [...[withoutLeader, passesFail, panics, queueWaits].map(ofOperators), watchSilent, forbidden, ofOperators(eventLoopLags)],
};

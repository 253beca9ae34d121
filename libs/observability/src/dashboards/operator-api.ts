import type { Row } from '../panel.ts';

const own = 'namespace="$namespace"';
const rate = '[$__rate_interval]';

export const operatorApiRow: Row = {
  title: 'API server and process',
  panels: [
    {
      title: 'Requests a second',
      description: 'To the API server. At rest: two renewals of the lease in five seconds, and the ends of watches.',
      view: 'TimeSeries',
      unit: 'reqps',
      queries: [{ expr: `sum by (method, code) (rate(rest_client_requests_total{${own}}${rate}))`, legend: '{{method}} {{code}}' }],
    },
    {
      title: 'Time to an answer, 99th percentile',
      description: 'Of the API server.',
      view: 'TimeSeries',
      unit: 's',
      queries: [
        {
          expr: `histogram_quantile(0.99, sum by (verb, le) (rate(rest_client_request_duration_seconds_bucket{${own}}${rate})))`,
          legend: '{{verb}}',
        },
      ],
    },
    {
      title: 'Refused for want of a permission',
      description: 'Zero. The log names the permission.',
      view: 'Stat',
      unit: 'none',
      queries: [{ expr: `sum(increase(operator_forbidden_requests_total{${own}}[1h])) or vector(0)`, legend: 'forbidden' }],
      alert: 'OperatorForbidden',
    },
    {
      title: 'Silence of watches',
      description: 'The API server ends each watch within ten minutes: one that is silent for longer is stuck.',
      view: 'TimeSeries',
      unit: 's',
      queries: [{ expr: `max by (kind) (operator_watch_silence_seconds{${own}})`, legend: '{{kind}}' }],
      alert: 'OperatorWatchSilent',
    },
    {
      title: 'Lists',
      description: 'Complete lists within the hour: one for each kind and process at its start, and after an outage.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `sum by (kind) (increase(operator_watch_lists_total{${own}}[1h]))`, legend: '{{kind}}' }],
    },
    {
      title: 'Memory',
      description: 'Of the processes.',
      view: 'TimeSeries',
      unit: 'bytes',
      queries: [
        { expr: `process_resident_memory_bytes{${own},app_kubernetes_io_name="dataservices-operator"}`, legend: '{{pod}}' },
        { expr: `nodejs_heap_size_used_bytes{${own}}`, legend: 'heap, {{pod}}' },
      ],
    },
    {
      title: 'CPU',
      description: 'Cores in use.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [
        { expr: `rate(process_cpu_seconds_total{${own},app_kubernetes_io_name="dataservices-operator"}${rate})`, legend: '{{pod}}' },
      ],
    },
    {
      title: 'Delay of the event loop, 99th percentile',
      description: 'Above a tenth of a second something computes for too long, and everything else waits for it.',
      view: 'TimeSeries',
      unit: 's',
      queries: [{ expr: `nodejs_eventloop_lag_p99_seconds{${own}}`, legend: '{{pod}}' }],
      alert: 'OperatorEventLoopLags',
    },
  ],
};

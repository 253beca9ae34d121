import { ofCluster } from '../labels.ts';
import type { Row } from '../panel.ts';

const rate = '[$__rate_interval]';
/** Other services are Java programs too, and a cluster of theirs may have the same name. */
const kafka = `app_kubernetes_io_name="kafka",${ofCluster}`;

export const kafkaProcessRow: Row = {
  title: 'Process',
  panels: [
    {
      title: 'Heap',
      description:
        'Used after collections it should stay well below the largest. The rest of the memory is the page cache, and makes reads fast.',
      view: 'TimeSeries',
      unit: 'bytes',
      queries: [
        { expr: `jvm_memory_used_bytes{area="heap",${kafka}}`, legend: 'used, {{pod}}' },
        { expr: `jvm_memory_max_bytes{area="heap",${kafka}}`, legend: 'largest, {{pod}}' },
      ],
    },
    {
      title: 'Time in garbage collection',
      description: 'Part of the time in which the server answered nobody.',
      view: 'TimeSeries',
      unit: 'percentunit',
      queries: [{ expr: `sum by (pod) (rate(jvm_gc_collection_seconds_sum{${kafka}}${rate}))`, legend: '{{pod}}' }],
    },
    {
      title: 'CPU',
      description: 'Cores in use.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `rate(process_cpu_seconds_total{${kafka}}${rate})`, legend: '{{pod}}' }],
    },
    {
      title: 'Open files',
      description: 'Segments of logs, their indexes, and connections.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `process_open_fds{${kafka}}`, legend: '{{pod}}' }],
      alert: 'FileDescriptorsNearLimit',
    },
  ],
};

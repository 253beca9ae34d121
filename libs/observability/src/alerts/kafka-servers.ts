import { clusterName } from '../labels.ts';
import type { Alert } from './alert.ts';

const server = '{{ $labels.namespace }}/{{ $labels.pod }}';

const handlersBusy: Alert = {
  name: 'KafkaRequestHandlersBusy',
  severity: 'warning',
  expr: 'kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent < 0.2',
  for: '5m',
  summary: `Kafka ${server} does not keep up with its requests`,
  description: `The request handlers of ${server} have been idle for only {{ $value | humanizePercentage }} of the time for five minutes.`,
  runbook: {
    meaning: 'Threads that serve requests are all at work: CPU, or a disk that is slow.',
    impact: 'Every request waits in a queue; followers fall behind.',
    look: ['CPU and throttling of the pod; time of a produce request.', 'One client with many small requests? Topics with the most bytes.'],
    remedy: ['More CPU, more brokers, larger batches of the producers; `num.io.threads` where disks wait and CPU is idle.'],
  },
};

const metadataErrors: Alert = {
  name: 'KafkaMetadataErrors',
  severity: 'critical',
  expr: 'kafka_controller_kafkacontroller_metadataerrorcount > 0 or kafka_server_broker_metadata_metrics_metadata_load_error_count > 0 or kafka_server_broker_metadata_metrics_metadata_apply_error_count > 0',
  for: '0s',
  summary: `Kafka ${server} could not apply metadata`,
  description: `${server} of ${clusterName} met {{ $value }} records of the metadata that it could not read or apply.`,
  runbook: {
    meaning:
      'A record that this version does not understand, a broken file, or what cannot be done here, such as a quota for the name of a host that this server cannot resolve.',
    impact: 'The server acts on metadata that differ from the others.',
    look: ['Its log names the record.', 'Do all servers run the same version? `status.version`, `status.members`.'],
    remedy: [
      'Restart it: it reads the metadata anew. If it happens again, let it copy anew: `dataservices.dev/replace-member: "POD@TOKEN"`.',
    ],
  },
};

export const kafkaServerAlerts: readonly Alert[] = [handlersBusy, metadataErrors];

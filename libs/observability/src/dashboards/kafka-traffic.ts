import { ofCluster } from '../labels.ts';
import type { Panel, Row } from '../panel.ts';

const rate = '[$__rate_interval]';
const topics = 'kafka_server_brokertopicmetrics';
/** Of a broker as a whole; the same metric has a series for each topic too. */
const whole = `topic="",${ofCluster}`;

function requestTime(title: string, request: string, description: string): Panel {
  const times = `kafka_network_requestmetrics_totaltimems{request="${request}",${ofCluster}}`;
  return {
    title,
    description,
    view: 'TimeSeries',
    unit: 'ms',
    queries: [{ expr: times.replace('{', '{of="99thPercentile",'), legend: '{{pod}}' }],
  };
}

export const kafkaTrafficRow: Row = {
  title: 'Traffic',
  panels: [
    {
      title: 'Bytes of clients',
      description: 'Produced and consumed, by broker.',
      view: 'TimeSeries',
      unit: 'Bps',
      queries: [
        { expr: `rate(${topics}_bytesin_total{${whole}}${rate})`, legend: 'in, {{pod}}' },
        { expr: `rate(${topics}_bytesout_total{${whole}}${rate})`, legend: 'out, {{pod}}' },
      ],
    },
    {
      title: 'Records a second',
      description: 'Produced, by broker.',
      view: 'TimeSeries',
      unit: 'ops',
      queries: [{ expr: `rate(${topics}_messagesin_total{${whole}}${rate})`, legend: '{{pod}}' }],
    },
    {
      title: 'Topics with the most bytes',
      description: 'The ten that most is produced to.',
      view: 'TimeSeries',
      unit: 'Bps',
      queries: [{ expr: `topk(10, sum by (topic) (rate(${topics}_bytesin_total{topic!="",${ofCluster}}${rate})))`, legend: '{{topic}}' }],
    },
    {
      title: 'Bytes of replication',
      description: 'What brokers copy from each other, moves included.',
      view: 'TimeSeries',
      unit: 'Bps',
      queries: [{ expr: `rate(${topics}_replicationbytesin_total{${ofCluster}}${rate})`, legend: '{{pod}}' }],
    },
    requestTime('Time of a produce request', 'Produce', '99th percentile, with the wait for the replicas in sync where acks=all.'),
    requestTime(
      'Time of a fetch of consumers',
      'FetchConsumer',
      '99th percentile. Half a second where there is nothing to fetch: consumers wait.',
    ),
    {
      title: 'Requests that failed',
      description: 'Produce and fetch requests a second that brokers could not serve. A few while leaders change.',
      view: 'TimeSeries',
      unit: 'ops',
      queries: [
        { expr: `rate(${topics}_failedproducerequests_total{${whole}}${rate})`, legend: 'produce, {{pod}}' },
        { expr: `rate(${topics}_failedfetchrequests_total{${whole}}${rate})`, legend: 'fetch, {{pod}}' },
      ],
    },
    {
      title: 'Idle request handlers',
      description: 'Part of the time in which num.io.threads have nothing to do. Below 0.2 requests wait for a thread.',
      view: 'TimeSeries',
      unit: 'percentunit',
      max: 1,
      queries: [{ expr: `kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent{${ofCluster}}`, legend: '{{pod}}' }],
      alert: 'KafkaRequestHandlersBusy',
    },
    {
      title: 'Idle network threads',
      description: 'Part of the time in which num.network.threads have nothing to do.',
      view: 'TimeSeries',
      unit: 'percentunit',
      max: 1,
      queries: [{ expr: `kafka_network_socketserver_networkprocessoravgidlepercent{${ofCluster}}`, legend: '{{pod}}' }],
    },
  ],
};

import { type AlertCase, series, shop } from './alert-case.ts';

const [first, second] = ['cart-kafka-0', 'cart-kafka-1'];
const voter = 'cart-kafka-controller-0';
const of = (pod: string) => ({ ...shop, pod });
const up = (pod: string) => series('up', pod, 'app_kubernetes_io_name="kafka"');
const controller = (metric: string) => series(`kafka_controller_kafkacontroller_${metric}`, voter);
const learned = series('kafka_server_broker_metadata_metrics_last_applied_record_lag_ms', first);
const replicas = (metric: string, pod = first) => series(`kafka_server_replicamanager_${metric}`, pod);
const moved = series('kafka_server_brokertopicmetrics_reassignmentbytesin_total', second);
const consumers = { namespace: 'shop', name: 'cart', group: 'orders', topic: 'placed' };
const lag = (pod: string) => `kafka_consumer_group_lag_records{namespace="shop",name="cart",group="orders",topic="placed",pod="${pod}"}`;
const idle = series('kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent', first);

export const kafkaCases: readonly AlertCase[] = [
  {
    alert: 'KafkaWithoutController',
    // One of three is left: it has heard nothing any more for 15 s, then for 30 s, and so on.
    bad: { [controller('activecontrollercount')]: '0x60', [controller('lastappliedrecordlagms')]: '0+15000x60' },
    good: { [controller('activecontrollercount')]: '1x60', [controller('lastappliedrecordlagms')]: '200x60' },
    labels: shop,
  },
  {
    alert: 'KafkaWithoutController',
    // All controllers are gone, and brokers are not.
    bad: { [up(first)]: '1x60', [learned]: '0+15000x60' },
    // Nobody who could say anything, as with an image without an exporter.
    good: { [up(first)]: '0x60', [up(second)]: '0x60', [up(voter)]: '0x60' },
    labels: shop,
  },
  {
    alert: 'KafkaWithoutController',
    // It was lost, and the others do not agree on a new one.
    bad: { [controller('activecontrollercount')]: '0x60', [controller('lastappliedrecordlagms')]: '400x4 0+15000x20' },
    // The active controller alone is not scraped.
    good: { [controller('activecontrollercount')]: '0x60', [controller('lastappliedrecordlagms')]: '400x60', [learned]: '500x60' },
    labels: shop,
  },
  {
    alert: 'KafkaPartitionsOffline',
    bad: { [controller('offlinepartitionscount')]: '2x60' },
    good: { [controller('offlinepartitionscount')]: '2x2 0x60' },
    labels: shop,
  },
  {
    alert: 'KafkaPartitionsBelowMinIsr',
    bad: { [replicas('underminisrpartitioncount')]: '0x60', [replicas('underminisrpartitioncount', second)]: '3x60' },
    good: { [replicas('underminisrpartitioncount')]: '3x2 0x60' },
    labels: shop,
  },
  {
    alert: 'KafkaReplicasOutOfSync',
    at: '12m',
    bad: { [replicas('underreplicatedpartitions')]: '3x80' },
    good: { [replicas('underreplicatedpartitions')]: '3x20 0x80' },
    labels: shop,
  },
  {
    alert: 'KafkaBrokerFenced',
    at: '7m',
    bad: { [controller('fencedbrokercount')]: '1x60' },
    good: { [controller('fencedbrokercount')]: '1x10 0x60' },
    labels: shop,
  },
  {
    alert: 'KafkaReassignmentStandsStill',
    at: '30m',
    bad: { [replicas('reassigningpartitions')]: '4x150', [moved]: '0x150' },
    good: { [replicas('reassigningpartitions')]: '4x150', [moved]: '0+1000x150' },
    labels: shop,
  },
  {
    alert: 'KafkaRequestHandlersBusy',
    at: '7m',
    bad: { [idle]: '0.1x60' },
    good: { [idle]: '0.1x10 0.6x60' },
    labels: of(first),
  },
  {
    alert: 'KafkaMetadataErrors',
    bad: { [controller('metadataerrorcount')]: '1x60' },
    good: { [controller('metadataerrorcount')]: '0x60' },
    labels: of(voter),
  },
  {
    alert: 'KafkaConsumerLagGrows',
    at: '60m',
    // Another operator leads after half of the time.
    bad: { [lag('a')]: '2000+10x120', [lag('b')]: '_x121 3210+10x200' },
    // Behind by much, and catching up.
    good: { [lag('a')]: '90000-100x400' },
    labels: consumers,
  },
  {
    alert: 'KafkaConsumerLagGrows',
    at: '60m',
    bad: { [lag('a')]: '2000+10x400' },
    // The group is gone.
    good: { [lag('a')]: '2000+10x180 stale' },
    labels: consumers,
  },
  {
    alert: 'KafkaSeveralControllers',
    bad: {
      [controller('activecontrollercount')]: '1x60',
      [series('kafka_controller_kafkacontroller_activecontrollercount', second)]: '1x60',
    },
    // One has taken over from the other between two scrapes.
    good: {
      [controller('activecontrollercount')]: '1x8 0x60',
      [series('kafka_controller_kafkacontroller_activecontrollercount', second)]: '0x6 1x60',
    },
    labels: shop,
  },
];

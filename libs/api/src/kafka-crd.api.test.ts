import { resources } from '@dataservices/kube';
import { testAdmission } from '../test/admission.ts';
import { badSpecs, goodSpecs, refusedSettings } from '../test/kafka-cluster-cases.ts';
import { kafkaClusterKind } from './kafka-cluster-kind.ts';
import { parseKafkaCluster } from './parse-kafka-cluster.ts';

testAdmission({
  kind: kafkaClusterKind,
  resource: resources.kafkaClusters,
  parse: parseKafkaCluster,
  good: goodSpecs,
  bad: [...badSpecs, ...refusedSettings],
});

import { resources } from '@dataservices/kube';
import { testAdmission } from '../test/admission.ts';
import { badSpecs, goodSpecs, refusedSettings } from '../test/rabbitmq-cluster-cases.ts';
import { parseRabbitmqCluster } from './parse-rabbitmq-cluster.ts';
import { rabbitmqClusterKind } from './rabbitmq-cluster-kind.ts';

testAdmission({
  kind: rabbitmqClusterKind,
  resource: resources.rabbitmqClusters,
  parse: parseRabbitmqCluster,
  good: goodSpecs,
  bad: [...badSpecs, ...refusedSettings],
});

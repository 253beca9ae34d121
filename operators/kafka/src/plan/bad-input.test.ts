import { buildCrd, kafkaClusterKind, parseKafkaCluster } from '@dataservices/api';
import { type StructuralSchema, testBadInput } from '@dataservices/testing';
import { status } from '../status.ts';
import { kafkaCluster, observed } from '../testing/observed-builder.ts';
import { plan } from './plan.ts';

testBadInput({
  schema: buildCrd(kafkaClusterKind).spec.versions[0]?.schema.openAPIV3Schema as StructuralSchema,
  parse: (spec) => parseKafkaCluster({ ...kafkaCluster(), spec }),
  decide: (cluster) => {
    for (const given of [
      observed({
        cluster: { ...cluster, status: kafkaCluster({}, {}).status },
        ...{ brokers: '', controllers: '', kafka: undefined, quorum: undefined },
      }),
      observed({ cluster: { ...cluster, status: kafkaCluster().status }, brokers: '012', controllers: '012' }),
    ])
      status(given, plan(given), { problems: [] });
  },
});

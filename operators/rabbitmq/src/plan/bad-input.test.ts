import { buildCrd, parseRabbitmqCluster, rabbitmqClusterKind } from '@dataservices/api';
import { type StructuralSchema, testBadInput } from '@dataservices/testing';
import { status } from '../status.ts';
import { observed, rabbitmqCluster, sees } from '../testing/observed-builder.ts';
import { plan } from './plan.ts';

testBadInput({
  schema: buildCrd(rabbitmqClusterKind).spec.versions[0]?.schema.openAPIV3Schema as StructuralSchema,
  parse: (spec) => parseRabbitmqCluster({ ...rabbitmqCluster(), spec }),
  decide: (cluster) => {
    const servers = [sees('012'), sees('012'), sees('012')];
    for (const given of [
      observed({ cluster: { ...cluster, status: rabbitmqCluster({}, {}).status }, servers: [] }),
      observed({ cluster: { ...cluster, status: rabbitmqCluster().status }, servers }),
    ])
      status(given, plan(given), { problems: [] });
  },
});

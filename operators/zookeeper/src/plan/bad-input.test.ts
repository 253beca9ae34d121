import { buildCrd, parseZookeeperCluster, zookeeperClusterKind } from '@dataservices/api';
import { type StructuralSchema, testBadInput } from '@dataservices/testing';
import { status } from '../status.ts';
import { leading, observed, serving, zookeeperCluster } from '../testing/observed-builder.ts';
import { plan } from './plan.ts';

testBadInput({
  schema: buildCrd(zookeeperClusterKind).spec.versions[0]?.schema.openAPIV3Schema as StructuralSchema,
  parse: (spec) => parseZookeeperCluster({ ...zookeeperCluster(), spec }),
  decide: (cluster) => {
    const servers = [serving('follower'), serving('follower'), leading('123')];
    for (const given of [
      observed({ cluster: { ...cluster, status: zookeeperCluster({}, {}).status }, servers: [] }),
      observed({ cluster: { ...cluster, status: zookeeperCluster().status }, servers }),
    ])
      status(given, plan(given), { problems: [] });
  },
});

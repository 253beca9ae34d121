import { buildCrd, parseRedisCluster, redisClusterKind } from '@dataservices/api';
import { type StructuralSchema, testBadInput } from '@dataservices/testing';
import { status } from '../status.ts';
import { clusterId, monitoring, noSecrets, observed, redisCluster, serving } from '../testing/observed-builder.ts';
import { plan } from './plan.ts';

testBadInput({
  schema: buildCrd(redisClusterKind).spec.versions[0]?.schema.openAPIV3Schema as StructuralSchema,
  parse: (spec) => parseRedisCluster({ ...redisCluster(), spec }),
  decide: (cluster) => {
    const servers = [serving('master'), serving('replica'), serving('replica')];
    const sentinels = [monitoring(0), monitoring(0), monitoring(0)];
    for (const given of [
      observed({ cluster, servers: [], sentinels: [], changes: { secrets: noSecrets } }),
      observed({ cluster: { ...cluster, status: redisCluster({}, { clusterId }).status }, servers, sentinels }),
    ])
      status(given, plan(given), { problems: [] });
  },
});

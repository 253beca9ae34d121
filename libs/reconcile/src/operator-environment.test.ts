import { describe, expect, test } from 'vitest';
import { readEnvironment } from './operator-environment.ts';

describe('readEnvironment', () => {
  test('nothing said: all namespaces, no lease, the usual domain', () => {
    expect(readEnvironment({})).toEqual({
      namespaces: undefined,
      leaseNamespace: undefined,
      leaseName: undefined,
      formerIdentity: undefined,
      clusterDomain: 'cluster.local',
      registryPrefix: undefined,
      imagePullSecrets: [],
      operatorPeers: undefined,
      logLevel: 'info',
      healthPort: 8080,
      kubeconfig: undefined,
    });
  });

  test.for([
    { name: 'namespaces, with blanks and empty entries', variables: { WATCH_NAMESPACES: 'a, b,,' }, expected: { namespaces: ['a', 'b'] } },
    { name: 'a list that a chart left empty is all namespaces', variables: { WATCH_NAMESPACES: '' }, expected: { namespaces: undefined } },
    { name: 'an empty domain is the default one', variables: { CLUSTER_DOMAIN: ' ' }, expected: { clusterDomain: 'cluster.local' } },
    { name: 'a life before this one', variables: { FORMER_LEASE_IDENTITY: 'pod_1' }, expected: { formerIdentity: 'pod_1' } },
    { name: 'a Lease of its own', variables: { LEASE_NAME: 'mine' }, expected: { leaseName: 'mine' } },
    {
      name: 'from where it connects',
      variables: { OPERATOR_PEERS: '[{"podSelector":{}}]' },
      expected: { operatorPeers: [{ podSelector: {} }] },
    },
    {
      name: 'credentials of registries',
      variables: { IMAGE_PULL_SECRETS: 'registry,mirror' },
      expected: { imagePullSecrets: ['registry', 'mirror'] },
    },
    { name: 'any free port', variables: { HEALTH_PORT: '0' }, expected: { healthPort: 0 } },
  ])('$name', ({ variables, expected }) => {
    expect(readEnvironment(variables)).toMatchObject(expected);
  });

  test.for([
    { variables: { LOG_LEVEL: 'loud' }, names: 'LOG_LEVEL' },
    { variables: { OPERATOR_PEERS: '10.0.0.0/8' }, names: 'OPERATOR_PEERS' },
    { variables: { OPERATOR_PEERS: '[]' }, names: 'OPERATOR_PEERS' },
    { variables: { OPERATOR_PEERS: '[{}]' }, names: 'OPERATOR_PEERS' },
    { variables: { HEALTH_PORT: 'http' }, names: 'HEALTH_PORT' },
    { variables: { HEALTH_PORT: '70000' }, names: 'HEALTH_PORT' },
  ])('refuses $variables', ({ variables, names }) => {
    expect(() => readEnvironment(variables)).toThrow(new RegExp(`^${names} is .* it takes`));
  });
});

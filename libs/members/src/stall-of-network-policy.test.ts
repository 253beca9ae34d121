import { expect, test } from 'vitest';
import { stallOfNetworkPolicy } from './stall-of-network-policy.ts';

const stallOf = (mode: 'Enabled' | 'Disabled', operatorPeers?: readonly object[]) =>
  stallOfNetworkPolicy({ cluster: { spec: { networkPolicy: { mode } } }, settings: { operatorPeers } });

test('policies that cannot be made are said, with what to do', () => {
  expect(stallOf('Enabled')).toEqual({
    reason: 'OperatorPeersUnknown',
    message: expect.stringMatching(/spec\.networkPolicy.*OPERATOR_PEERS/),
  });
});

test.for([
  ['policies that can be made', 'Enabled', [{ podSelector: {} }]],
  ['no policies', 'Disabled', undefined],
] as const)('%s stall nobody', ([, mode, peers]) => {
  expect(stallOf(mode, peers)).toBeUndefined();
});

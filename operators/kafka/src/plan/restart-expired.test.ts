import { describe, expect, test } from 'vitest';
import type { NodeView } from '../client/port.ts';
import type { KafkaMember, Observed } from '../observed.ts';
import { nowMs, withPod } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { certificate, encrypted, files, tls } from '../testing/tls-samples.ts';

const expired: NodeView = { state: 'unreachable', error: 'presents a certificate that has expired', isExpired: true };
const silent: NodeView = { state: 'unreachable', error: 'not reachable' };

/** Nobody says anything of the cluster. @param views of servers, by the names of their pods; the others have a certificate that is valid */
function given(views: (pod: string) => NodeView | undefined, changes: Parameters<typeof encrypted>[0] = {}): Observed {
  const state = encrypted(changes, () => files, { kafka: undefined, quorum: undefined });
  const change = (member: KafkaMember): KafkaMember => {
    const serving: NodeView = { state: 'serving', supported: {}, finalized: {}, loaded: files };
    return { ...member, server: views(member.name) ?? serving };
  };
  return { ...state, brokers: state.brokers.map(change), controllers: state.controllers.map(change) };
}

const isController = (pod: string) => pod.includes('controller');

describe('RestartExpired', () => {
  test.for([
    ['a controller first, where all have expired', given(() => expired), ['delete-pod cart-kafka-controller-0']],
    [
      'the next one, when it answers',
      given((pod) => (pod.endsWith('controller-0') ? undefined : expired)),
      ['delete-pod cart-kafka-controller-1'],
    ],
    ['then brokers', given((pod) => (isController(pod) ? undefined : expired)), ['delete-pod cart-kafka-0']],
  ] as const)('%s', ([, state, actions]) => {
    expect(decisionOf(state)).toEqual({ rule: 'RestartExpired', actions });
  });

  test.for([
    ['the one before has not answered yet', given((pod) => (pod.endsWith('controller-0') ? silent : expired))],
    [
      'the one before is on its way out',
      withPod(
        given(() => expired),
        'cart-kafka-controller-0',
        { isTerminating: true },
      ),
    ],
    [
      'there is no other certificate yet',
      given(() => expired, { mounted: { ...tls().mounted, certificate: { ...certificate, notAfter: nowMs - 1 } } }),
    ],
    ['nobody has expired', given(() => undefined)],
  ] as const)('nobody while %s', ([, state]) => {
    expect(decisionOf(state).rule).not.toBe('RestartExpired');
  });
});

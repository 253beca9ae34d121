import type { RequestRecord } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { status } from '../status.ts';
import { claim, host, monitoring, observed, redisCluster, serving, withPod } from '../testing/observed-builder.ts';
import { decisionOf, formed, type Situation, whole } from '../testing/situation.ts';
import { plan } from './plan.ts';

const restart: RequestRecord = { name: 'restart', token: 'r1', state: 'Running', message: 'm' };

/** Asked for and taken down, when the pod and the volume were those of the builder. */
function replacing(ordinal: number): RequestRecord {
  const pod = `cart-redis-${ordinal}`;
  return {
    name: 'replace-member',
    token: 't1',
    state: 'Running',
    message: 'm',
    pod,
    podUid: `uid-${pod}`,
    claimUid: `uid-data-${ordinal}`,
  };
}

function taken(...requests: RequestRecord[]) {
  return { ...whole, cluster: redisCluster({}, { ...formed, requests }) };
}

function annotated(given: Observed, annotations: Readonly<Record<string, string>>): Observed {
  return { ...given, cluster: { ...given.cluster, metadata: { ...given.cluster.metadata, annotations } } };
}

const askReplacement = (pod: string) => ({ 'dataservices.dev/replace-member': `${pod}@t1` });
const askSwitchOver = (pod: string) => ({ 'dataservices.dev/switch-over': `${pod}@t1` });
const askRestart = { 'dataservices.dev/restart': 'r1' };

/** The switch-over to a member, asked for and taken down. */
function switching(ordinal: number): RequestRecord {
  return { name: 'switch-over', token: 't1', state: 'Running', message: 'm', pod: `cart-redis-${ordinal}` };
}

function switched(ordinal: number, given: Parameters<typeof observed>[0] = taken(switching(ordinal))): Observed {
  return annotated(observed(given), askSwitchOver(`cart-redis-${ordinal}`));
}

/** While a request goes on, its annotation is there. */
function replaced(ordinal: number, given: Parameters<typeof observed>[0] = taken(replacing(ordinal))): Observed {
  return annotated(observed(given), askReplacement(`cart-redis-${ordinal}`));
}

const situations: readonly Situation[] = [
  {
    name: 'a request is taken down before anything is done for it',
    given: annotated(observed(whole), askRestart),
    rule: 'TakeDownRequest',
    actions: [],
  },
  {
    name: 'a restart is an ordinary roll',
    given: withPod(annotated(observed(taken(restart)), askRestart), 2, { podHash: 'without the token' }),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-redis-2'],
  },
  {
    name: 'a replica to be replaced: its volume is condemned first, or its new pod would come back with it',
    given: replaced(1),
    rule: 'ReplaceMember',
    actions: ['condemn-claim data-cart-redis-1'],
  },
  {
    name: 'then its pod goes',
    given: replaced(1, { ...taken(replacing(1)), claims: [claim(0), claim(1, { isTerminating: true }), claim(2)] }),
    rule: 'ReplaceMember',
    actions: ['delete-pod cart-redis-1'],
  },
  {
    name: 'a master hands over before it is replaced',
    given: replaced(0),
    rule: 'ReplaceMember',
    actions: ['switch-over cart-redis-0'],
  },
  {
    name: 'not while another member is not in step: it may be the only good copy',
    given: replaced(1, {
      ...taken(replacing(1)),
      servers: [serving('master'), serving('replica'), serving('replica', { isLinkUp: false })],
    }),
    rule: 'ReplaceMember',
    actions: [],
  },
  {
    name: 'another member is to lead: the master hands over to it and to no other',
    given: switched(2),
    rule: 'SwitchOver',
    actions: ['switch-over cart-redis-0 cart-redis-2'],
  },
  {
    name: 'a member that is not in step does not lead yet, whoever asks',
    given: switched(2, {
      ...taken(switching(2)),
      servers: [serving('master'), serving('replica'), serving('replica', { isLinkUp: false })],
    }),
    rule: 'SwitchOver',
    actions: [],
  },
  {
    name: 'nor one that most sentinels would not promote yet',
    given: switched(2, {
      ...taken(switching(2)),
      sentinels: [monitoring(0), ...[1, 2].map(() => monitoring(0, { electable: [host(1)] }))],
    }),
    rule: 'SwitchOver',
    actions: [],
  },
  {
    name: 'a failover that goes on is not crossed',
    given: switched(2, {
      ...taken(switching(2)),
      sentinels: [monitoring(0, { isFailoverInProgress: true }), monitoring(0), monitoring(0)],
    }),
    rule: 'SwitchOver',
    actions: [],
  },
  {
    name: 'the member leads: nothing more to do',
    given: switched(0, taken(switching(0))),
    rule: 'TakeDownRequest',
    actions: [],
  },
  {
    name: 'the new one is in step: nothing more to do',
    given: withPod(replaced(1, { ...taken(replacing(1)), claims: [claim(0), claim(1, { uid: 'new' }), claim(2)] }), 1, { uid: 'new' }),
    rule: 'TakeDownRequest',
    actions: [],
  },
];

function recorded(given: Observed) {
  return (status(given, plan(given), { problems: [] }).requests ?? []).map(({ name, state, pod }) => [name, state, pod ?? '']);
}

describe('requests by annotation', () => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });

  test('the status has each with how it ended', () => {
    expect(recorded(annotated(observed(whole), askRestart))).toEqual([['restart', 'Running', '']]);
    expect(recorded(annotated(observed(taken(restart)), askRestart))).toEqual([['restart', 'Handled', '']]);
    expect(recorded(annotated(observed(whole), askReplacement('cart-redis-7')))).toEqual([['replace-member', 'Refused', 'cart-redis-7']]);
    expect(recorded(situations.at(-1)?.given ?? observed(whole))).toEqual([['replace-member', 'Handled', 'cart-redis-1']]);
  });

  test.for([
    { name: 'to whoever leads already: nothing is moved', pod: 'cart-redis-0', state: 'Handled' },
    { name: 'to a replica', pod: 'cart-redis-1', state: 'Running' },
    { name: 'to nobody that is known', pod: 'cart-redis-7', state: 'Refused' },
  ])('a switch-over $name', ({ pod, state }) => {
    expect(recorded(annotated(observed(whole), askSwitchOver(pod)))).toEqual([['switch-over', state, pod]]);
  });

  test('a switch-over to a member that is to leave is refused, and so is one that waits when it becomes so', () => {
    const fewer = redisCluster({ replicas: 2 }, formed);
    expect(recorded(annotated(observed({ ...whole, cluster: fewer }), askSwitchOver('cart-redis-2')))).toEqual([
      ['switch-over', 'Refused', 'cart-redis-2'],
    ]);
    const running = redisCluster({ replicas: 2 }, { ...formed, requests: [switching(2)] });
    expect(recorded(switched(2, { ...whole, cluster: running }))).toEqual([['switch-over', 'Refused', 'cart-redis-2']]);
  });

  test('a switch-over that is taken back moves nothing', () => {
    expect(recorded(observed(taken(switching(2))))).toEqual([['switch-over', 'Refused', 'cart-redis-2']]);
  });

  test('a request that was handled restarts nobody again, with the annotation or without', () => {
    const handled = observed(taken({ ...restart, state: 'Handled' }));
    expect(decisionOf(annotated(handled, askRestart)).rule).toBeUndefined();
    expect(decisionOf(handled).rule).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import type { ServerView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { plan } from '../plan/plan.ts';
import { status } from '../status.ts';
import { lobby, monitoring, observed, redisCluster, serving, withPod } from '../testing/observed-builder.ts';

const full = lobby('held', { isFull: true });
const silent = { state: 'unreachable', error: 'does not answer' } as const;

function statusOf(given: Observed) {
  return status(given, plan(given), { problems: [] });
}

/** The third member is like that, and what the status said before is known. */
function given(third: ServerView, before?: Observed): Observed {
  const cluster = redisCluster({}, before === undefined ? { clusterId: 'c0ffee' } : statusOf(before));
  return observed({
    cluster,
    servers: [serving('master'), serving('replica'), third],
    sentinels: [monitoring(0), monitoring(0), monitoring(0)],
  });
}

/** What is said of the third member, in the members and in the condition. */
function said(of: Observed): readonly (string | undefined)[] {
  const { members, conditions } = statusOf(of);
  return [members?.[2]?.detail, conditions?.find(({ type }) => type === 'Settled')?.message];
}

const cause = 'cannot write to its volume: if it is full, raise spec.storage.size';
const withCause = [expect.stringContaining(cause), expect.stringContaining(cause)];
const withoutCause = [expect.not.stringContaining(cause), expect.not.stringContaining(cause)];

describe('a member with a full volume', () => {
  test.for([
    ['waits for room before it copies', full],
    ['has failed to write', serving('replica', { isWriteFailing: true })],
  ] as const)('which %s says so and what to do', ([_what, member]) => {
    expect(statusOf(given(member)).members?.[2]).toMatchObject({ ready: false, detail: cause });
    expect(said(given(member))[1]).toContain(`cart-redis-2 (${cause})`);
  });

  test('is still said to have one while it does not answer, however long that lasts', () => {
    const once = given(silent, given(full));
    expect(said(once)).toEqual(withCause);
    expect(said(given(silent, once))).toEqual(said(once));
  });

  test('is not said to have one any more when it has said something else since', () => {
    const synchronising = given(serving('replica', { isLinkUp: false, isSyncing: true }), given(full));
    expect(said(synchronising)).toEqual(withoutCause);
    expect(said(given(silent, synchronising))).toEqual(withoutCause);
  });

  test.for([
    ['its container has ended', { isServerRunning: false }],
    ['its node is lost', { isNodeLost: true }],
  ] as const)('is not said to have one any more when it does not answer because %s', ([_why, pod]) => {
    expect(said(withPod(given(silent, given(full)), 2, pod))).toEqual(withoutCause);
  });
});

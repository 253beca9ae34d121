import { resources } from '@dataservices/kube';
import { labelKeys, type StoredObject } from '@dataservices/plan';
import { createLogger } from '@dataservices/reconcile';
import { createFakeKube, type FakeKube } from '@dataservices/testing';
import { describe, expect, test, vi } from 'vitest';
import type { Observed } from '../observed.ts';
import { fieldManager } from '../settings.ts';
import { host, monitoring, names, observed, serving, unreachable, withPod } from '../testing/observed-builder.ts';
import { type RedisScript, scriptedRedis } from '../testing/scripted-redis.ts';
import type { ActContext } from './act-context.ts';
import { SwitchAborted, WrongSuccessor } from './switch-aborted.ts';
import { switchOver } from './switch-over.ts';

/** Sentinels that name this member once a failover was asked for. */
const naming = (ordinal: number) => (done: readonly string[]) => monitoring(done.includes('failover cart-redis-sentinel-0') ? ordinal : 0);

type Given = RedisScript & {
  /** Whether the old master gives no sign of life, given what has been done so far. */
  readonly isLost?: (done: readonly string[]) => boolean;
  /** Whether the API server refuses every write. */
  readonly isReadOnly?: boolean;
};

async function run(
  { isLost = () => false, isReadOnly = false, ...script }: Given,
  successor?: string,
): Promise<{ readonly done: readonly string[]; readonly error: unknown; readonly roles: readonly unknown[] }> {
  const done: string[] = [];
  const given = labelled(
    observed({
      servers: [serving('master'), serving('replica'), serving('replica')],
      sentinels: [monitoring(0), monitoring(0), monitoring(0)],
    }),
  );
  const kube = createFakeKube();
  if (!isReadOnly) await storePods(kube, given);
  const context = {
    observed: given,
    kube,
    redis: scriptedRedis(script, done),
    log: createLogger({ write: () => {} }),
    journal: recordedJournal(done),
    isLost: () => isLost(done),
    signal: new AbortController().signal,
  };
  const error = await switchOver(context, {
    kind: 'switch-over',
    pod: 'cart-redis-0',
    sentinel: 'cart-redis-sentinel-0',
    ...(successor !== undefined && { successor }),
  }).catch((reason: unknown) => reason);
  const { items } = await kube.list<StoredObject>(resources.pods, { namespace: names.namespace });
  return { done, error, roles: items.map(({ metadata }) => metadata.labels?.[labelKeys.role]) };
}

/** As the pass before has left them. */
function labelled(given: Observed): Observed {
  return given.members.reduce(
    (changed, { ordinal }) => withPod(changed, ordinal, { roleLabel: ordinal === 0 ? 'master' : 'replica' }),
    given,
  );
}

async function storePods(kube: FakeKube, { members }: Observed): Promise<void> {
  for (const { pod } of members) {
    if (pod?.roleLabel === undefined) continue;
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: names.namespace, name: pod.name, uid: pod.uid } };
    kube.put(resources.pods, object);
    await kube.apply(
      resources.pods,
      { ...object, metadata: { ...object.metadata, labels: { [labelKeys.role]: pod.roleLabel } } },
      { fieldManager },
    );
  }
}

function recordedJournal(done: string[]): ActContext['journal'] {
  const close = async () => {
    done.push('journal closed');
  };
  return {
    close,
    open: async (begun) => {
      let entry = { ...begun, token: 't', startedAt: '2026-01-01T00:00:00Z' };
      done.push(`journal ${entry.phase}`);
      return {
        get entry() {
          return entry;
        },
        advance: async (phase) => {
          entry = { ...entry, phase };
          done.push(`journal ${phase}`);
        },
        close,
      };
    },
  };
}

const behind = serving('replica', { lineage: { replid: 'r1', offset: 1 } });

describe('switchOver', () => {
  test('writes are held back before the failover, and the old master is demoted before they go on', async () => {
    const { done, error } = await run({
      view: (pod, effects) => {
        if (pod === 'cart-redis-0') return serving('master');
        return pod === 'cart-redis-2' && effects.includes('failover cart-redis-sentinel-0') ? serving('master') : serving('replica');
      },
      sentinel: naming(2),
    });
    expect(error).toBeUndefined();
    expect(done).toEqual([
      'journal HoldingWrites',
      'pause cart-redis-0 15000',
      'journal FailingOver',
      'pause cart-redis-0 30000',
      'failover cart-redis-sentinel-0',
      'replica-of cart-redis-0',
      'resume cart-redis-0',
      'journal closed',
      'disconnect cart-redis-0',
    ]);
  });

  describe('the Service', () => {
    const promoting = (pod: string, effects: readonly string[]) => {
      if (pod === 'cart-redis-0') return serving('master');
      return pod === 'cart-redis-2' && effects.includes('failover cart-redis-sentinel-0') ? serving('master') : serving('replica');
    };

    test('leads to the new master when the hand-over is over, whenever the next look at the cluster is', async () => {
      const { roles } = await run({ view: promoting, sentinel: naming(2) });
      expect(roles).toEqual([undefined, 'replica', 'master']);
    });

    test('cannot be changed, since the API server refuses it: the hand-over goes on to its end', async () => {
      const { done, error } = await run({ view: promoting, sentinel: naming(2), isReadOnly: true });
      expect(error).toBeUndefined();
      expect(done.at(-1)).toBe('disconnect cart-redis-0');
    });
  });

  test('the old master, whose pod is being stopped, ends as soon as another leads: its clients have gone with it, and nothing has failed', async () => {
    const { done, error } = await run({
      view: (pod, effects) => {
        if (pod === 'cart-redis-0') return serving('master');
        return pod === 'cart-redis-2' && effects.includes('failover cart-redis-sentinel-0') ? serving('master') : serving('replica');
      },
      sentinel: naming(2),
      missed: ['disconnect cart-redis-0'],
    });
    expect(error).toBeUndefined();
    expect(done.slice(-2)).toEqual(['resume cart-redis-0', 'journal closed']);
  });

  describe("the old master dies meanwhile, and its address is nobody's any more", () => {
    const promoting = (pod: string, effects: readonly string[]) => {
      if (pod === 'cart-redis-0') return serving('master');
      return pod === 'cart-redis-2' && effects.includes('failover cart-redis-sentinel-0') ? serving('master') : serving('replica');
    };

    /** Calls that nobody answers end after two seconds each, without which writes could go on. */
    async function withinASecond(given: Given) {
      vi.useFakeTimers();
      const result = run(given);
      await vi.advanceTimersByTimeAsync(1_000);
      vi.useRealTimers();
      return result;
    }

    test('before anybody was asked for a failover: nobody waits for it, and the journal says that there is something to end', async () => {
      const silent = ['observe cart-redis-0', 'resume cart-redis-0'];
      const { done, error } = await withinASecond({ view: promoting, sentinel: naming(2), silent, isLost: () => true });
      expect(error).toMatchObject({ code: 'Unreachable' });
      expect(done).toEqual(['journal HoldingWrites', 'pause cart-redis-0 15000']);
    });

    test('while another is promoted: that one leads, and neither sentinels nor the old master are waited for', async () => {
      const { done, error } = await withinASecond({
        view: promoting,
        sentinel: () => monitoring(0),
        silent: ['replica-of cart-redis-0'],
        isLost: (effects) => effects.includes('failover cart-redis-sentinel-0'),
      });
      expect(error).toBeUndefined();
      expect(done.at(-1)).toBe('failover cart-redis-sentinel-0');
    });
  });

  test('a replica that does not catch up: no failover, and writes go on', async () => {
    const { done, error } = await run({ view: (pod) => (pod === 'cart-redis-0' ? serving('master') : behind) });
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done).toEqual(['journal HoldingWrites', 'pause cart-redis-0 15000', 'resume cart-redis-0', 'journal closed']);
  });

  test('Sentinel promotes nobody in time: it may still do so, and until the pause runs out no write may be taken that would be lost then', async () => {
    vi.useFakeTimers();
    const result = run({ view: (pod) => (pod === 'cart-redis-0' ? serving('master') : serving('replica')) });
    await vi.advanceTimersByTimeAsync(11_000);
    vi.useRealTimers();
    const { done, error } = await result;
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done).toEqual([
      'journal HoldingWrites',
      'pause cart-redis-0 15000',
      'journal FailingOver',
      'pause cart-redis-0 30000',
      'failover cart-redis-sentinel-0',
    ]);
  });

  test('another leads, and the old master cannot be demoted: its writes stay held back, and the journal open', async () => {
    const { done, error } = await run({
      view: (pod, effects) => {
        if (pod === 'cart-redis-0') return serving('master');
        return effects.includes('failover cart-redis-sentinel-0') ? serving('master') : serving('replica');
      },
      sentinel: naming(1),
      failing: ['replica-of cart-redis-0'],
    });
    expect(error).toBeDefined();
    expect(done.at(-1)).toBe('failover cart-redis-sentinel-0');
  });

  test('the sentinels do not name the new master yet: until most of them do, nobody is sent away to ask them', async () => {
    let looks = 0;
    const asked: number[] = [];
    const { done, error } = await run({
      view: (pod, effects) => {
        if (pod === 'cart-redis-0') return serving('master');
        return pod === 'cart-redis-2' && effects.includes('failover cart-redis-sentinel-0') ? serving('master') : serving('replica');
      },
      sentinel: (effects) => {
        looks += 1;
        asked.push(effects.length);
        return looks <= 7 ? monitoring(0) : monitoring(2);
      },
    });
    expect(error).toBeUndefined();
    expect(looks).toBeGreaterThan(7);
    expect(new Set(asked)).toEqual(new Set([done.indexOf('replica-of cart-redis-0')]));
  });

  test('Sentinel refuses: nobody will be promoted, and writes go on at once', async () => {
    const { done, error } = await run({
      view: (pod) => serving(pod === 'cart-redis-0' ? 'master' : 'replica'),
      failing: ['failover cart-redis-sentinel-0'],
    });
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done.slice(-2)).toEqual(['resume cart-redis-0', 'journal closed']);
  });

  test('the replicas go down meanwhile: the old master stays one, at once', async () => {
    const { done, error } = await run({
      view: (pod, effects) => {
        if (pod === 'cart-redis-0') return serving('master');
        return effects.includes('failover cart-redis-sentinel-0') ? unreachable : serving('replica');
      },
    });
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done.slice(-3)).toEqual(['failover cart-redis-sentinel-0', 'resume cart-redis-0', 'journal closed']);
  });
});

describe('switchOver to a member that is named', () => {
  const successor = 'cart-redis-1';
  const favours1 = (next: number) => (done: readonly string[]) => ({
    ...naming(next)(done),
    ...(done.includes('set-config replica-priority 1 cart-redis-1') && { favourite: host(1) }),
  });
  const promoting = (next: string) => (pod: string, effects: readonly string[]) => {
    if (pod === 'cart-redis-0') return serving('master');
    return pod === next && effects.includes('failover cart-redis-sentinel-0') ? serving('master') : serving('replica');
  };

  test('the sentinel prefers it before any write is held back, and no longer afterwards', async () => {
    const { done, error } = await run({ view: promoting(successor), sentinel: favours1(1) }, successor);
    expect(error).toBeUndefined();
    expect(done).toEqual([
      'journal Choosing',
      'set-config replica-priority 1 cart-redis-1',
      'journal HoldingWrites',
      'pause cart-redis-0 15000',
      'journal FailingOver',
      'pause cart-redis-0 30000',
      'failover cart-redis-sentinel-0',
      'replica-of cart-redis-0',
      'resume cart-redis-0',
      'set-config replica-priority 100 cart-redis-1',
      'journal closed',
      'disconnect cart-redis-0',
    ]);
  });

  test('the sentinel does not come to prefer it: no write is held back, and no failover asked for', async () => {
    vi.useFakeTimers();
    const result = run({ view: promoting(successor), sentinel: () => monitoring(0) }, successor);
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    const { done, error } = await result;
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done).toEqual([
      'journal Choosing',
      'set-config replica-priority 1 cart-redis-1',
      'resume cart-redis-0',
      'set-config replica-priority 100 cart-redis-1',
      'journal closed',
    ]);
  });

  test('Sentinel promotes another after all: the hand-over is ended in good order, and that it went elsewhere is said', async () => {
    const { done, error } = await run({ view: promoting('cart-redis-2'), sentinel: favours1(2) }, successor);
    expect(error).toBeInstanceOf(WrongSuccessor);
    expect(done.slice(-5)).toEqual([
      'replica-of cart-redis-0',
      'resume cart-redis-0',
      'set-config replica-priority 100 cart-redis-1',
      'journal closed',
      'disconnect cart-redis-0',
    ]);
  });
});

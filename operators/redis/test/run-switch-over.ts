import { resources } from '@dataservices/kube';
import { labelKeys, type StoredObject } from '@dataservices/plan';
import { createLogger } from '@dataservices/reconcile';
import { createFakeKube, type FakeKube } from '@dataservices/testing';
import { vi } from 'vitest';
import type { ActContext } from '../src/act/act-context.ts';
import { switchOver } from '../src/act/switch-over.ts';
import type { Observed } from '../src/observed.ts';
import { fieldManager } from '../src/settings.ts';
import { monitoring, names, observed, serving, withPod } from '../src/testing/observed-builder.ts';
import { type RedisScript, scriptedRedis } from '../src/testing/scripted-redis.ts';

/** Sentinels that name this member once a failover was asked for. */
export const naming = (ordinal: number) => (done: readonly string[]) =>
  monitoring(done.includes('failover cart-redis-sentinel-0') ? ordinal : 0);

/** Members of which this one leads once a failover was asked for, beside the old master. */
export const promoting = (ordinal: number) => (pod: string, done: readonly string[]) => {
  if (pod === 'cart-redis-0') return serving('master');
  return pod === `cart-redis-${ordinal}` && done.includes('failover cart-redis-sentinel-0') ? serving('master') : serving('replica');
};

export type SwitchOverScript = RedisScript & {
  /** Whether the old master gives no sign of life, given what has been done so far. */
  readonly isLost?: (done: readonly string[]) => boolean;
  /** Whether the API server refuses every write. */
  readonly isReadOnly?: boolean;
};

/** The same, while so much time passes at once. */
export async function runSwitchOverFor(ms: number, script: SwitchOverScript, successor?: string) {
  vi.useFakeTimers();
  const result = runSwitchOver(script, successor);
  await vi.advanceTimersByTimeAsync(ms);
  vi.useRealTimers();
  return result;
}

/** Hands over from the first member of three. @param successor who is to follow; default: whoever Sentinel chooses */
export async function runSwitchOver(
  { isLost = () => false, isReadOnly = false, ...script }: SwitchOverScript,
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

import { setTimeout as delay } from 'node:timers/promises';
import type { StoredObject } from '@dataservices/plan';
import { expect } from 'vitest';
import { waitUntil } from '../cluster/src/index.ts';
import { readOperatorHealth } from './end-state.ts';
import { formatSeconds } from './format-table.ts';
import { livesOf } from './lives-of.ts';
import type { Pod } from './pod.ts';
import type { Scenario } from './scenario.ts';

/** What all kinds say of themselves. */
export type Told = StoredObject & {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly members?: readonly { readonly name: string; readonly detail?: string | undefined }[] | undefined;
    readonly operation?: { readonly message: string } | undefined;
  };
};

/** A cluster of some service, as a scenario has it. */
export type BadInputTarget = {
  readonly apply: (spec: object) => Promise<unknown>;
  readonly read: () => Promise<Told>;
  /** Those that a bad spec is for. */
  readonly pods: () => Promise<readonly Pod[]>;
  /** @param fault what it recovers from, for the error message */
  readonly awaitRest: (fault: string, timeoutMs: number) => Promise<unknown>;
};

export type BadInputCase = {
  readonly what: string;
  /** The spec that works, which is taken back to. */
  readonly good: object;
  readonly bad: object;
  /** What a condition, a member or the operation has to say. */
  readonly cause: RegExp;
  /** How many pods it may cost; default 1, the first. */
  readonly pods?: number;
  readonly toldWithinMs?: number;
  readonly healedWithinMs?: number;
};

/** For so long nothing else may happen after it was told: an operator that only reads slowly would go on to the next pod in it. */
const stillMs = 10_000;

/**
 * A spec that admission takes and that cannot work. Fails unless it is told with its cause, costs no more than the first pod while the others
 * serve, and is mended by taking it back: to rest, with the lives that were left, and with operators as well as they were.
 */
export async function expectTakenBack({ bed, figure }: Scenario, target: BadInputTarget, course: BadInputCase): Promise<void> {
  const { what, good, bad, cause, pods = 1, toldWithinMs = 90_000, healedWithinMs = 120_000 } = course;
  const before = livesOf(await target.pods());
  const health = await readOperatorHealth(bed);
  const kept = async () => livesOf(await target.pods()).filter((life) => before.includes(life));

  const startMs = performance.now();
  await target.apply(bad);
  const told = await waitUntil(
    async () => {
      const found = await target.read();
      const isCurrent = found.status?.observedGeneration === found.metadata.generation;
      return isCurrent && textsOf(found).some((text) => cause.test(text)) && found;
    },
    { what: `${what} to be told`, timeoutMs: toldWithinMs, intervalMs: 200, explain: async () => textsOf(await target.read()).join('\n') },
  );
  figure(`${what}: until it is told`, formatSeconds(performance.now() - startMs), formatSeconds(toldWithinMs, 0));
  expect(statusOf(told, 'Available')).toBe('True');
  expect(statusOf(told, 'Ready') === 'True' && statusOf(told, 'Settled') === 'True').toBe(false);
  await delay(stillMs);
  expect((await kept()).length, `lives of ${before.join(', ')} that are left`).toBeGreaterThanOrEqual(before.length - pods);
  expect(statusOf(await target.read(), 'Available')).toBe('True');
  const left = await kept();

  const backMs = performance.now();
  await target.apply(good);
  await target.awaitRest(`${what} was taken back`, healedWithinMs);
  figure(`${what}: taken back to Ready and Settled`, formatSeconds(performance.now() - backMs), formatSeconds(healedWithinMs, 0));
  expect(await kept()).toEqual(left);
  expect(await target.pods()).toHaveLength(before.length);
  const { restarts, forbidden } = await readOperatorHealth(bed);
  expect(restarts).toBeLessThanOrEqual(health.restarts);
  expect(forbidden).toBeLessThanOrEqual(health.forbidden);
}

/** Everything that the object says in words. */
export function textsOf({ status = {} }: Told): readonly string[] {
  const { conditions = [], members = [], operation } = status;
  const untrue = conditions.map(({ type, reason = '', message = '' }) => `${type} ${reason}: ${message}`);
  const details = members.flatMap(({ name, detail }) => (detail === undefined ? [] : [`${name}: ${detail}`]));
  return [...untrue, ...details, ...(operation === undefined ? [] : [operation.message])];
}

function statusOf({ status }: Told, type: string): string | undefined {
  return status?.conditions?.find((condition) => condition.type === type)?.status;
}

const nodeNowhere = { matchExpressions: [{ key: 'dataservices.dev/nowhere', operator: 'Exists' }] };

/** Requests that no node can meet, by what they are; what a scheduler says of them, or a kernel. */
export const unsatisfiable = {
  affinity: {
    pod: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [nodeNowhere] } } } },
  },
  memory: { resources: { requests: { memory: '1000Gi' } } },
  tinyMemory: { resources: { requests: { memory: '4Mi' }, limits: { memory: '4Mi' } } },
} as const;

/** What the object says where a pod finds no node, does not start, or has no image. */
export const causes = {
  unscheduled: /not scheduled: /,
  crashing: /CrashLoopBackOff|OOMKilled|RunContainerError|StartError|Error|exit/,
  image: /no-such-tag|ErrImagePull|ImagePullBackOff|ErrImageNeverPull/,
} as const;

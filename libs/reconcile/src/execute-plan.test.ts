import { KubeError, resources } from '@dataservices/kube';
import type { Plan, StoredObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube, sampleConfigMap, sampleService } from '@dataservices/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EventInput } from './event-body.ts';
import { type Execution, executePlan } from './execute-plan.ts';
import { createLogger } from './logger.ts';

type Act = { readonly kind: 'tell' | 'stop'; readonly pod: string };

const fieldManager = 'dataservices-test';
const at = (name: string) => ({ namespace: 'a', name });
const step = (...actions: Act[]) => ({ rule: 'RollOneMember', reason: 'the template changed', actions });

let kube: FakeKube;
let owner: StoredObject;
let events: EventInput[];
let done: string[];
let counted: string[];

beforeEach(() => {
  kube = createFakeKube();
  owner = kube.put(resources.configMaps, sampleConfigMap(at('owner')));
  events = [];
  done = [];
  counted = [];
});

function execute(
  plan: Plan<Act>,
  { failing = [], signal = new AbortController().signal }: { failing?: string[]; signal?: AbortSignal } = {},
) {
  return executePlan<Act>({
    plan,
    owner,
    kube,
    lookup: () => undefined,
    fieldManager,
    perform: async ({ kind, pod }) => {
      if (failing.includes(pod)) throw new KubeError({ code: 'Conflict', status: 409, message: `${pod} is another one` });
      done.push(`${kind} ${pod}`);
    },
    isIndependent: ({ kind }) => kind === 'tell',
    isDestructive: ({ kind }) => kind === 'stop',
    metrics: {
      destroyed: (kind, action) => counted.push(`${kind} ${action}`),
      operated: (kind, operation, seconds) => counted.push(`${kind} ${operation} ${seconds > 60}`),
    },
    recorder: { record: (event) => events.push(event), flush: async () => {} },
    log: createLogger({ write: () => {} }),
    signal,
  });
}

describe('executePlan', () => {
  test('creates, applies, prunes, and then the step, in this order', async () => {
    const old = kube.put(resources.services, sampleService(at('old')));
    const result = await execute({
      creates: [sampleConfigMap(at('made'))],
      applies: [sampleConfigMap(at('applied'))],
      prunes: [old],
      step: step({ kind: 'stop', pod: 'p0' }),
    });
    expect(result).toEqual({ problems: [] });
    expect(kube.writes().map(({ verb, name }) => `${verb} ${name}`)).toEqual(['create made', 'apply applied', 'delete old']);
    expect(done).toEqual(['stop p0']);
    expect(counted).toEqual(['ConfigMap prune', 'ConfigMap stop']);
    expect(events).toMatchObject([{ type: 'Normal', reason: 'RollOneMember', note: 'the template changed' }]);
  });

  test('an apply that fails does not keep the step from being taken, and is told of', async () => {
    kube.failNext({ verb: 'apply' }, new KubeError({ code: 'Forbidden', status: 403, message: 'not allowed' }));
    const result = await execute({ applies: [sampleConfigMap(at('applied'))], step: step({ kind: 'stop', pod: 'p0' }) });
    expect(done).toEqual(['stop p0']);
    expect(result.problems).toEqual([{ reason: 'Forbidden', message: 'not allowed', isTerminal: false }]);
    expect(result.error).toMatchObject({ code: 'Forbidden' });
  });

  test('what somebody else has created meanwhile is no failure', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at('made')));
    expect(await execute({ creates: [sampleConfigMap(at('made'))], applies: [] })).toEqual({ problems: [] });
  });

  test('after an action that fails, none is done that builds on it', async () => {
    const result = await execute(
      { applies: [], step: step({ kind: 'stop', pod: 'p0' }, { kind: 'stop', pod: 'p1' }) },
      { failing: ['p0'] },
    );
    expect(done).toEqual([]);
    expect(result.error).toMatchObject({ code: 'Conflict' });
    expect(events).toMatchObject([{ type: 'Warning', reason: 'RollOneMemberFailed', action: 'RollOneMember' }]);
  });

  test('actions that do not build on each other: one that fails does not stop the others, and is not forgotten', async () => {
    const actions: Act[] = ['p0', 'p1', 'p2'].map((pod) => ({ kind: 'tell', pod }));
    const result = await execute({ applies: [], step: step(...actions) }, { failing: ['p1'] });
    expect(done).toEqual(['tell p0', 'tell p2']);
    expect(result.problems).toHaveLength(1);
    expect(events).toMatchObject([{ type: 'Warning' }]);
  });

  test('an operation is measured when another one, or none, follows it; and what failed took nothing away', async () => {
    const operation = { rule: 'AwaitMembers', reason: 'AwaitMembers', message: 'm', since: '2026-01-01T00:00:00Z' };
    owner = { ...owner, status: { operation } } as StoredObject;
    await execute({ applies: [], step: { rule: 'AwaitMembers', reason: 'still', actions: [] } });
    expect(counted).toEqual([]);
    await execute({ applies: [], step: step({ kind: 'stop', pod: 'p0' }) }, { failing: ['p0'] });
    expect(counted).toEqual(['ConfigMap AwaitMembers true']);
  });

  test('a step without actions waits: nothing is done, and no Event says that it was', async () => {
    expect(await execute({ applies: [], step: step() })).toEqual({ problems: [] });
    expect(events).toEqual([]);
  });

  test('an object that was made again under the same name is not pruned', async () => {
    const old = kube.put(resources.services, sampleService(at('old')));
    kube.remove(resources.services, at('old'));
    kube.put(resources.services, sampleService(at('old')));
    const result = await execute({ applies: [], prunes: [old] });
    expect(result.problems).toMatchObject([{ reason: 'Conflict' }]);
    expect(await kube.get(resources.services, at('old'))).toBeDefined();
  });

  test('when the pass is over, no further action is begun', async () => {
    const over = new AbortController();
    over.abort(new Error('leadership lost'));
    await expect(execute({ applies: [], step: step({ kind: 'stop', pod: 'p0' }) }, { signal: over.signal })).rejects.toThrow(
      'leadership lost',
    );
    expect(done).toEqual([]);
  });
});

describe('dry run', () => {
  async function preview(plan: Plan<Act>): Promise<Execution> {
    return execute({ applies: [], preview: plan });
  }

  test('says what would be done in order, and writes nothing', async () => {
    const old = kube.put(resources.services, sampleService(at('old')));
    await kube.apply(resources.configMaps, sampleConfigMap(at('same')), { fieldManager });
    await kube.apply(resources.configMaps, sampleConfigMap(at('other'), { a: '1' }), { fieldManager });
    const before = kube.writes().length;
    const result = await preview({
      creates: [sampleConfigMap(at('secret'))],
      applies: [sampleConfigMap(at('same')), sampleConfigMap(at('other'), { a: '2' }), sampleConfigMap(at('new'))],
      prunes: [old],
      step: step({ kind: 'stop', pod: 'p0' }),
    });
    expect(result).toEqual({
      problems: [],
      preview: [
        'create ConfigMap secret',
        'change ConfigMap other (data.a)',
        'create ConfigMap new',
        'delete Service old',
        'do stop, by rule RollOneMember: the template changed',
      ],
    });
    expect(kube.writes().length).toBe(before);
    expect(done).toEqual([]);
    expect(events).toEqual([]);
  });

  test('where nothing would be done, it says so by an empty list', async () => {
    expect(await preview({ applies: [] })).toEqual({ problems: [], preview: [] });
  });

  test('what is waited for is said too', async () => {
    expect((await preview({ applies: [], step: step() })).preview).toEqual(['wait, by rule RollOneMember: the template changed']);
  });
});

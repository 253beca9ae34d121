import { KubeError, resources } from '@dataservices/kube';
import type { Plan, StoredObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube, sampleConfigMap, sampleService } from '@dataservices/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EventInput } from './event-body.ts';
import { type Execution, executePlan } from './execute-plan.ts';
import { createLogger } from './logger.ts';

type Act = { readonly kind: 'tell'; readonly pod: string } | { readonly kind: 'stop'; readonly pod: string };

const fieldManager = 'dataservices-test';
const at = (name: string) => ({ namespace: 'a', name });
const step = (...actions: Act[]) => ({ rule: 'RollOneMember', reason: 'the template changed', actions });

let kube: FakeKube;
let owner: StoredObject;
let events: EventInput[];
let done: string[];
let counted: string[];
let lines: string[];

beforeEach(() => {
  kube = createFakeKube();
  owner = kube.put(resources.configMaps, sampleConfigMap(at('owner')));
  events = [];
  done = [];
  counted = [];
  lines = [];
});

function execute(
  plan: Plan<Act>,
  {
    failing = [],
    signal = new AbortController().signal,
    onDone = () => {},
  }: { failing?: string[]; signal?: AbortSignal; onDone?: () => void } = {},
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
      onDone();
    },
    isIndependent: ({ kind }) => kind === 'tell',
    destructions: {
      tell: false,
      stop: ({ pod }) => ({ object: { kind: 'Pod', name: pod, uid: `uid-${pod}` }, before: 'present', after: 'deleted' }),
    },
    metrics: {
      destroyed: (kind, action) => counted.push(`${kind} ${action}`),
      operated: (kind, operation, seconds) => counted.push(`${kind} ${operation} ${seconds > 60}`),
    },
    recorder: { record: (event) => events.push(event), flush: async () => {} },
    log: createLogger({ write: (line) => lines.push(line) }),
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
    expect(events).toMatchObject([
      { type: 'Normal', reason: 'DeleteUnwanted', note: 'Service old is no longer wanted', related: old },
      { type: 'Normal', reason: 'RollOneMember', note: 'the template changed', related: { kind: 'Pod', metadata: { uid: 'uid-p0' } } },
    ]);
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
    expect(events).toEqual([]);
  });
});

describe('what is taken away', () => {
  const audit = () => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'taken away');

  test('is in the log with what was there, what is there now, why, and for which custom resource in which of its states', async () => {
    const old = kube.put(resources.services, sampleService(at('old')));
    await execute({ applies: [], prunes: [old], step: step({ kind: 'tell', pod: 'p0' }, { kind: 'stop', pod: 'p1' }) });
    const { uid, generation } = owner.metadata;
    const common = {
      owner: { kind: 'ConfigMap', uid, ...(generation !== undefined && { generation }) },
      before: 'present',
      after: 'deleted',
    };
    expect(audit()).toEqual([
      expect.objectContaining({
        ...common,
        act: 'prune',
        reason: 'Service old is no longer wanted',
        object: { kind: 'Service', name: 'old', uid: old.metadata.uid },
      }),
      expect.objectContaining({
        ...common,
        act: 'stop',
        rule: 'RollOneMember',
        reason: 'the template changed',
        object: { kind: 'Pod', name: 'p1', uid: 'uid-p1' },
      }),
    ]);
  });

  test('has one Event for each step, which is never left out', async () => {
    await execute({ applies: [], step: step({ kind: 'stop', pod: 'p0' }, { kind: 'stop', pod: 'p1' }) });
    await execute({ applies: [], step: step({ kind: 'tell', pod: 'p0' }) });
    expect(events).toMatchObject([{ isEssential: true, related: { metadata: { name: 'p1' } } }, { note: 'the template changed' }]);
    expect(events[1]).not.toHaveProperty('isEssential');
    expect(audit().map(({ object }) => object.name)).toEqual(['p0', 'p1']);
  });

  test('has its Event even if the pass is over before the step is', async () => {
    const over = new AbortController();
    const stop: Act = { kind: 'stop', pod: 'p0' };
    const plan = { applies: [], step: step(stop, { kind: 'stop', pod: 'p1' }) };
    const running = execute(plan, { signal: over.signal, onDone: () => over.abort(new Error('leadership lost')) });
    await expect(running).rejects.toThrow('leadership lost');
    expect(done).toEqual(['stop p0']);
    expect(events).toMatchObject([{ type: 'Warning', reason: 'RollOneMemberFailed', related: { metadata: { name: 'p0' } } }]);
  });

  test('is not said of what failed', async () => {
    await execute({ applies: [], step: step({ kind: 'stop', pod: 'p0' }) }, { failing: ['p0'] });
    expect(audit()).toEqual([]);
    expect(events[0]).not.toHaveProperty('isEssential');
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

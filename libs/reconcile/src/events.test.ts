import { type Kube, KubeError, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube } from '@dataservices/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventInput } from './event-body.ts';
import { createEventRecorder, type EventRecorder } from './events.ts';
import { createLogger } from './logger.ts';

type Event = StoredObject & { readonly note: string; readonly series?: { readonly count: number; readonly lastObservedTime: string } };

const cart: KubeObject = {
  apiVersion: 'dataservices.dev/v1alpha1',
  kind: 'RedisCluster',
  metadata: { namespace: 'a', name: 'cart', uid: 'u' },
};
const event: EventInput = { regarding: cart, type: 'Normal', reason: 'RollOneMember', note: 'cart-redis-1 is replaced' };

let kube: FakeKube;
let recorder: EventRecorder;
let lines: string[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.UTC(2026, 0, 1) });
  kube = createFakeKube();
  lines = [];
  recorder = createEventRecorder({ kube, controller: 'dataservices-redis', log: createLogger({ write: (line) => lines.push(line) }) });
});
afterEach(() => {
  vi.useRealTimers();
});

async function recorded(): Promise<readonly Event[]> {
  await recorder.flush();
  return (await kube.list<Event>(resources.events)).items;
}

describe('an event recorder', () => {
  test('writes what the API wants', async () => {
    recorder.record(event);
    expect(await recorded()).toEqual([
      expect.objectContaining({
        apiVersion: 'events.k8s.io/v1',
        eventTime: '2026-01-01T00:00:00.000000Z',
        type: 'Normal',
        reason: 'RollOneMember',
        action: 'RollOneMember',
        note: 'cart-redis-1 is replaced',
        regarding: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', namespace: 'a', name: 'cart', uid: 'u' },
        reportingController: 'dataservices-redis',
      }),
    ]);
  });

  test('counts the same event within ten minutes, and begins anew after', async () => {
    recorder.record(event);
    vi.advanceTimersByTime(60_000);
    recorder.record(event);
    recorder.record({ ...event, note: 'cart-redis-2 is replaced' });
    const [first, second] = await recorded();
    expect([first, second].map((one) => one?.series?.count).sort()).toEqual([2, undefined]);
    vi.advanceTimersByTime(10 * 60_000 + 1);
    recorder.record(event);
    expect(await recorded()).toHaveLength(3);
  });

  test('lets an object tell 25 things at once and then one in five minutes; others are not affected', async () => {
    for (let count = 0; count < 40; count += 1) recorder.record({ ...event, note: `${count}` });
    expect(await recorded()).toHaveLength(25);
    recorder.record({ ...event, regarding: { ...cart, metadata: { ...cart.metadata, name: 'other', uid: 'v' } } });
    expect(await recorded()).toHaveLength(26);
    vi.advanceTimersByTime(300_000);
    recorder.record({ ...event, note: 'x' });
    recorder.record({ ...event, note: 'y' });
    expect(await recorded()).toHaveLength(27);
  });

  test('tells of everything that was taken away, however much there is to tell', async () => {
    for (let count = 0; count < 40; count += 1) {
      const related = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'a', name: 'cart-redis-1', uid: `${count}` } };
      recorder.record({ ...event, related, isEssential: true });
    }
    expect(await recorded()).toHaveLength(40);
  });

  test('cuts a long note to 1 kB without breaking a character', async () => {
    recorder.record({ ...event, note: 'é'.repeat(2000) });
    const [{ note = '' } = {}] = await recorded();
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1024);
    expect(note).toMatch(/^é{500,}…$/);
  });

  test('never throws, whatever fails', async () => {
    kube.failNext({ verb: 'create' }, new KubeError({ code: 'Forbidden', status: 403, message: 'no events for you' }));
    recorder.record(event);
    expect(await recorded()).toEqual([]);
    expect(lines.join()).toContain('no events for you');
    const broken = createEventRecorder({ kube: {} as Kube, controller: 'x', log: createLogger({ write: (line) => lines.push(line) }) });
    broken.record({ ...event, regarding: undefined as never });
    broken.record(event);
    await broken.flush();
    expect(lines).toHaveLength(3);
  });
});

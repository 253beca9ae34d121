import type { StoredObject } from '@dataservices/plan';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KubeError } from './errors.ts';
import type { WatchEvent } from './port.ts';
import { sleep } from './sleep.ts';
import { startWatch, type WatchReport, type WatchSource } from './watch.ts';

const expired = new KubeError({ code: 'Expired', status: 410, message: 'too old' });
const forbidden = new KubeError({ code: 'Forbidden', status: 403, message: 'no' });
const expiredEvent = { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' } };

const object = (name: string, resourceVersion: string): StoredObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, uid: name, resourceVersion },
});
const added = (name: string, version: string) => ({ type: 'ADDED', object: object(name, version) });
const bookmark = (version: string) => ({ type: 'BOOKMARK', object: { metadata: { resourceVersion: version } } });

/** What one attempt does: events, each after a while, then its end: in order, an error, or (with 'hang') never. */
type Attempt = { readonly events?: readonly object[]; readonly everyMs?: number; readonly end?: Error | 'hang' };

class ScriptedSource implements WatchSource<StoredObject> {
  readonly name = 'scripted';
  readonly log: string[] = [];
  readonly reports: WatchReport[] = [];
  readonly #lists: (readonly StoredObject[] | Error | 'hang')[];
  readonly #watches: Attempt[];

  constructor(lists: (readonly StoredObject[] | Error | 'hang')[], watches: Attempt[]) {
    this.#lists = lists;
    this.#watches = watches;
  }

  async list(signal: AbortSignal) {
    this.log.push('list');
    const next = this.#lists.shift() ?? 'hang';
    if (next === 'hang') return hang(signal);
    if (next instanceof Error) throw next;
    return { items: next, resourceVersion: String(100 * this.log.filter((line) => line === 'list').length) };
  }

  async open(resourceVersion: string, _timeoutSeconds: number, signal: AbortSignal) {
    this.log.push(`watch ${resourceVersion}`);
    const { events = [], everyMs = 0, end } = this.#watches.shift() ?? { end: 'hang' };
    if (end instanceof Error && events.length === 0) throw end;
    return (async function* () {
      for (const event of events) {
        await sleep(everyMs, signal);
        yield event;
      }
      if (end === 'hang') await hang(signal);
      if (end instanceof Error) throw end;
    })();
  }

  report(report: WatchReport): void {
    this.reports.push(report);
  }
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const told = (events: readonly WatchEvent<StoredObject>[]) =>
  events.map((event) =>
    event.type === 'LISTED' ? event.objects.map(({ metadata }) => metadata.name) : `${event.type} ${event.object.metadata.name}`,
  );

describe('startWatch', () => {
  test.for<[string, Attempt]>([
    ['as an event', { events: [added('b', '101'), expiredEvent] }],
    ['as an answer', { end: expired }],
  ])('a lost place, told %s, is a new list, from which deletions that were missed are seen', async ([_how, attempt]) => {
    const source = new ScriptedSource([[object('a', '1')], [object('c', '150')]], [attempt]);
    const events: WatchEvent<StoredObject>[] = [];
    const watch = startWatch(source, (event) => events.push(event));
    await vi.advanceTimersByTimeAsync(800);
    expect(source.log).toEqual(['list', 'watch 100', 'list', 'watch 200']);
    expect(told(events).filter((event) => event !== 'ADDED b')).toEqual([['a'], ['c']]);
    expect(source.reports).toContainEqual({ type: 'expired' });
    await watch.stop();
  });

  test('every other failure keeps the place, which events and bookmarks move on', async () => {
    const source = new ScriptedSource(
      [[]],
      [
        { events: [added('a', '101'), bookmark('140')], end: new Error('reset') },
        { end: new Error('refused') },
        { events: [added('b', '141')], end: 'hang' },
      ],
    );
    const events: WatchEvent<StoredObject>[] = [];
    const watch = startWatch(source, (event) => events.push(event));
    await vi.advanceTimersByTimeAsync(799);
    expect(source.log).toEqual(['list', 'watch 100']);
    await vi.advanceTimersByTimeAsync(1 + 1600);
    expect(source.log).toEqual(['list', 'watch 100', 'watch 140', 'watch 140']);
    expect(told(events)).toEqual([[], 'ADDED a', 'ADDED b']);
    await watch.stop();
  });

  test('an API server that was gone for minutes, and has forgotten the place, is followed again within seconds', async () => {
    const unreachable = new KubeError({ code: 'Unreachable', status: 0, message: 'connect ECONNREFUSED' });
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const outage: Attempt[] = [];
    const source = new ScriptedSource([[object('a', '1')], [object('a', '1')]], outage);
    // It is gone as often as it is asked, until it is back.
    const attempts = 40;
    outage.push(...Array.from({ length: attempts }, () => ({ end: unreachable })), { end: expired });
    const watch = startWatch(source, () => {});
    while (source.log.length <= attempts) await vi.advanceTimersByTimeAsync(1000);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(source.log.slice(-3)).toEqual(['watch 100', 'list', 'watch 200']);
    await watch.stop();
  });

  test('a forbidden list is reported as such and tried for ever, every 12 s', async () => {
    const source = new ScriptedSource(
      Array.from({ length: 1000 }, () => forbidden),
      [],
    );
    const watch = startWatch(source, () => {});
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(source.reports.at(-1)).toMatchObject({ type: 'failed', code: 'Forbidden' });
    expect(source.log.length).toBeGreaterThan(45);
    expect(source.log.length).toBeLessThan(60);
    await watch.stop();
  });

  test.for([
    [10, 10_000],
    [3600, 60_000],
  ] as const)('a server that asks for %i s is left alone for %i ms', async ([retryAfterSeconds, waitMs]) => {
    const putOff = new KubeError({ code: 'TooManyRequests', status: 429, message: 'later', details: { retryAfterSeconds } });
    const source = new ScriptedSource([[]], [{ end: putOff }, { end: new Error('reset') }]);
    const watch = startWatch(source, () => {});
    await vi.advanceTimersByTimeAsync(waitMs - 1);
    expect(source.log).toEqual(['list', 'watch 100']);
    await vi.advanceTimersByTimeAsync(1);
    expect(source.log).toEqual(['list', 'watch 100', 'watch 100']);
    // What it asked for once does not hold for the next failure.
    await vi.advanceTimersByTimeAsync(1600);
    expect(source.log).toEqual(['list', 'watch 100', 'watch 100', 'watch 100']);
    await watch.stop();
  });

  test('a handler that throws is reported and gets the next event', async () => {
    const source = new ScriptedSource([[]], [{ events: [added('a', '101'), added('b', '102')], end: 'hang' }]);
    const seen: string[] = [];
    const watch = startWatch(source, (event) => {
      if (event.type === 'LISTED') return;
      seen.push(event.object.metadata.name);
      throw new Error('handler is broken');
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual(['a', 'b']);
    expect(source.reports.filter(({ type }) => type === 'handler-failed')).toHaveLength(2);
    expect(source.log).toEqual(['list', 'watch 100']);
    await watch.stop();
  });

  test.for<[string, object[], number | undefined, string]>([
    ['from the start', [], undefined, '100'],
    ['after a bookmark', [bookmark('110')], undefined, '110'],
    ['for as long as it was told', [bookmark('110')], 5_000, '110'],
  ])('a watch that is silent %s is opened again from its place', async ([_when, events, silenceMs, place]) => {
    const source = new ScriptedSource([[]], [{ events, end: 'hang' }]);
    const watch = startWatch(source, () => {}, { silenceMs });
    await vi.advanceTimersByTimeAsync((silenceMs ?? 150_000) - 1);
    expect(source.log).toEqual(['list', 'watch 100']);
    await vi.advanceTimersByTimeAsync(1 + 800);
    expect(source.log).toEqual(['list', 'watch 100', `watch ${place}`]);
    await watch.stop();
  });

  test('every event and bookmark begins the silence anew', async () => {
    const source = new ScriptedSource(
      [[]],
      [{ events: [bookmark('110'), bookmark('120'), bookmark('130')], everyMs: 100_000, end: 'hang' }],
    );
    const watch = startWatch(source, () => {});
    await vi.advanceTimersByTimeAsync(300_000 + 149_999);
    expect(source.log).toEqual(['list', 'watch 100']);
    await vi.advanceTimersByTimeAsync(1 + 800);
    expect(source.log).toEqual(['list', 'watch 100', 'watch 130']);
    await watch.stop();
  });

  test.for<[string, ScriptedSource, string[]]>([
    ['a list', new ScriptedSource(['hang'], []), ['list']],
    ['a wait', new ScriptedSource([new Error('refused')], []), ['list']],
    ['a watch', new ScriptedSource([[]], [{ end: 'hang' }]), ['list', 'watch 100']],
  ])('stop during %s ends it for good', async ([_when, source, log]) => {
    const watch = startWatch(source, () => {});
    await vi.advanceTimersByTimeAsync(10);
    const reports = source.reports.length;
    await watch.stop();
    // Being stopped is no failure, neither in the log nor in a metric.
    expect(source.reports.length).toBe(reports);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(source.log).toEqual(log);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('tells when it was last active', async () => {
    const source = new ScriptedSource([[]], [{ end: 'hang' }]);
    const watch = startWatch(source, () => {});
    const startedMs = performance.now();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(watch.lastActivityMs?.()).toBe(startedMs);
    await watch.stop();
  });
});

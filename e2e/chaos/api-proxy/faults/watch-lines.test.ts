import { describe, expect } from 'vitest';
import { seededRandom } from '../../seeded-random.ts';
import { proxyTest as test, until, watchPods } from '../testing/proxy-test.ts';
import { eventLine } from '../testing/tiny-upstream.ts';
import { cutMidLine } from './cut-mid-line.ts';
import { dropEvents } from './drop-events.ts';
import { duplicateEvents } from './duplicate-events.ts';
import { holdWatches } from './hold-watches.ts';
import { reorderEvents } from './reorder-events.ts';
import { silenceWatches } from './silence-watches.ts';

const added = (name: string, version: number) => eventLine('ADDED', name, version);
const bookmark = (version: number) => eventLine('BOOKMARK', '', version);

test('held: nothing comes until it is cleared, then all of it in order', async ({ upstream, proxy }) => {
  const watch = await watchPods(upstream, proxy);
  const clear = proxy.set(holdWatches());
  watch.write(added('a', 1), bookmark(2), added('b', 3));
  const other = proxy.set(holdWatches(({ resource }) => resource === 'services'));
  await until('the upstream to be read', () => (proxy.watches()[0]?.linesRead ?? 0) === 3);
  expect(watch.stream.received()).toBe('');
  clear();
  watch.write(added('c', 4));
  await watch.receives(added('a', 1), bookmark(2), added('b', 3), added('c', 4));
  other();
});

test('silent: what came meanwhile is lost, and the watch never speaks again; one that lost nothing goes on', async ({
  upstream,
  proxy,
}) => {
  const silenced = await watchPods(upstream, proxy);
  const spared = await watchPods(upstream, proxy);
  const clear = proxy.set(silenceWatches());
  silenced.write(added('a', 1));
  await until('the end of the upstream', () => upstream.watches.length === 1);
  clear();
  spared.write(added('b', 2));
  await spared.receives(added('b', 2));
  expect(silenced.stream.received()).toBe('');
  expect(proxy.watches()).toHaveLength(2);
});

test('dropped: events of one type only', async ({ upstream, proxy }) => {
  const watch = await watchPods(upstream, proxy);
  proxy.set(dropEvents({ type: 'DELETED' }));
  watch.write(added('a', 1), eventLine('DELETED', 'a', 2), bookmark(3));
  await watch.receives(added('a', 1), bookmark(3));
});

test('duplicated: every event comes twice in a row', async ({ upstream, proxy }) => {
  const watch = await watchPods(upstream, proxy);
  proxy.set(duplicateEvents());
  watch.write(added('a', 1), added('b', 2));
  await watch.receives(added('a', 1), added('a', 1), added('b', 2), added('b', 2));
});

test('cut: some events, half of the next one, and the connection’s end, once', async ({ upstream, proxy }) => {
  const watch = await watchPods(upstream, proxy);
  proxy.set(cutMidLine({ after: 1 }));
  watch.write(added('a', 1), added('b', 2), added('c', 3));
  expect(await watch.stream.ended).toBe('cut');
  expect(watch.stream.received()).toBe(added('a', 1) + added('b', 2).slice(0, Math.floor((added('b', 2).length - 1) / 2)));
  const next = await watchPods(upstream, proxy);
  next.write(added('b', 2));
  await next.receives(added('b', 2));
});

describe('reordered', () => {
  const objects = ['a', 'b', 'c', 'd'];
  const lines = Array.from({ length: 12 }, (_, index) => added(objects[index % objects.length] ?? '', index + 1));

  async function received(upstream: Parameters<typeof watchPods>[0], proxy: Parameters<typeof watchPods>[1], acrossVersions: boolean) {
    const watch = await watchPods(upstream, proxy);
    const clear = proxy.set(reorderEvents({ window: 12, random: seededRandom(3), acrossVersions }));
    watch.write(...lines);
    await until('all events', () => watch.stream.received().split('\n').length === lines.length + 1);
    clear();
    return watch.stream
      .received()
      .split('\n')
      .filter(Boolean)
      .map((line) => `${line}\n`);
  }

  test('events of different objects change places, those of one object do not', async ({ upstream, proxy }) => {
    const result = await received(upstream, proxy, false);
    expect(result).not.toEqual(lines);
    expect([...result].sort()).toEqual([...lines].sort());
    for (const name of objects) {
      const own = (line: string) => line.includes(`uid-${name}`);
      expect(result.filter(own)).toEqual(lines.filter(own));
    }
  });

  test('even those of one object, where that is asked for', async ({ upstream, proxy }) => {
    const result = await received(upstream, proxy, true);
    const own = (line: string) => line.includes('uid-a');
    expect([...result].sort()).toEqual([...lines].sort());
    expect(objects.some((name) => result.filter((line) => line.includes(`uid-${name}`)).join() !== lines.filter(own).join())).toBe(true);
  });

  test('a bookmark ends the window, and so does clearing', async ({ upstream, proxy }) => {
    const watch = await watchPods(upstream, proxy);
    const clear = proxy.set(reorderEvents({ window: 100, random: () => 0 }));
    watch.write(added('a', 1), added('b', 2), bookmark(3));
    await watch.receives(added('b', 2), added('a', 1), bookmark(3));
    watch.write(added('c', 4));
    await until('the upstream to be read', () => proxy.watches()[0]?.linesRead === 4);
    clear();
    await watch.receives(added('b', 2), added('a', 1), bookmark(3), added('c', 4));
  });
});

test('faults act together, in the order in which they were set, also on what one of them had kept', async ({ upstream, proxy }) => {
  const watch = await watchPods(upstream, proxy);
  const release = proxy.set(holdWatches());
  proxy.set(dropEvents({ type: 'DELETED' }));
  proxy.set(duplicateEvents());
  watch.write(added('a', 1), eventLine('DELETED', 'a', 2));
  await until('the upstream to be read', () => proxy.watches()[0]?.linesRead === 2);
  release();
  await watch.receives(added('a', 1), added('a', 1));
});

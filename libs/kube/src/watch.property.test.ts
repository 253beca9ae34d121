import type { StoredObject } from '@dataservices/plan';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FlakySource } from '../test/flaky-source.ts';
import { randomSource } from '../test/random-source.ts';
import type { WatchEvent } from './port.ts';
import { startWatch } from './watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.restoreAllMocks();
});

/** What a listener knows that does as it is told. */
class View {
  readonly versions = new Map<string, string>();

  take(event: WatchEvent<StoredObject>): void {
    if (event.type === 'LISTED') this.versions.clear();
    for (const { metadata } of event.type === 'LISTED' ? event.objects : [event.object]) {
      if (event.type === 'DELETED') this.versions.delete(metadata.name);
      else this.versions.set(metadata.name, metadata.resourceVersion);
    }
  }
}

// Each seed is its own history of changes, failures, silences and forgotten places.
test.for(Array.from({ length: 100 }, (_, seed) => seed))(
  'whatever fails, the listener ends up with what is there (seed %i)',
  async (seed) => {
    const random = randomSource(seed);
    // The watch spreads its waits by it: a seed that fails must fail again.
    vi.spyOn(Math, 'random').mockImplementation(randomSource(seed + 1));
    const source = new FlakySource(random);
    const view = new View();
    const watch = startWatch(source, (event) => view.take(event));
    for (let step = 0; step < 100; step += 1) {
      source.change();
      await vi.advanceTimersByTimeAsync(Math.floor(random() * 20_000));
    }
    source.isHealthy = true;
    // The longest that may still be waited for: a silence that began just now, and then a backoff.
    await vi.advanceTimersByTimeAsync(150_000 + 24_000 + 1000);
    const there = new Map([...source.objects].map(([name, { metadata }]) => [name, metadata.resourceVersion]));
    expect(new Map([...view.versions].sort())).toEqual(new Map([...there].sort()));
    // And it follows on from there, if need be by another list.
    source.change();
    await vi.advanceTimersByTimeAsync(24_000 + 2000);
    expect([...view.versions.keys()].sort()).toEqual([...source.objects.keys()].sort());
    const stopped = watch.stop();
    await vi.advanceTimersByTimeAsync(0);
    await stopped;
    expect(vi.getTimerCount()).toBe(0);
  },
);

import { KubeError, resources } from '@dataservices/kube';
import { createFakeKube, type FakeKube } from '@dataservices/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LeadershipLost } from './lead-term.ts';
import { LeaderElection } from './leader.ts';
import type { Lease } from './lease.ts';
import { createLogger } from './logger.ts';

const unavailable = () => new KubeError({ code: 'Unreachable', status: 0, message: 'no server' });
const ref = { namespace: 'n', name: 'l' };

let kube: FakeKube;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  kube = createFakeKube();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const candidate = (identity: string, formerIdentity?: string) =>
  new LeaderElection({ kube, ...ref, identity, formerIdentity, log: createLogger({ write: () => {} }) });
const never = new AbortController().signal;
const holder = async () => ((await kube.get(resources.leases, ref)) as Lease | undefined)?.spec?.holderIdentity;

describe('an election', () => {
  test('has one winner, and the other takes over at once when the lease is given back', async () => {
    const [a, b] = [candidate('a'), candidate('b')];
    expect(await a.acquire(never)).toBe(true);
    const waiting = b.acquire(never);
    const holding = a.hold();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([a.isLeader(), b.isLeader()]).toEqual([true, false]);
    await a.release();
    expect([await holding, await holder()]).toEqual([true, '']);
    await vi.advanceTimersByTimeAsync(4400);
    expect([await waiting, b.isLeader(), await holder()]).toEqual([true, true, 'b']);
  });

  test('a silent leader is succeeded after the length of its lease, not before, and has lost it by then', async () => {
    const [a, b] = [candidate('a'), candidate('b')];
    await a.acquire(never);
    const waiting = b.acquire(never);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(a.isLeader()).toBe(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(b.isLeader()).toBe(false);
    await vi.advanceTimersByTimeAsync(4400);
    expect([await waiting, b.isLeader()]).toEqual([true, true]);
  });

  test('an API server is gone for minutes: the leader has begun anew since, and takes up its own lease, whose last renewal nobody else has seen', async () => {
    const [a, b] = [candidate('a'), candidate('b')];
    await a.acquire(never);
    const holding = a.hold();
    const waiting = new AbortController();
    const asked = b.acquire(waiting.signal);
    await vi.advanceTimersByTimeAsync(9_000);
    const asB = vi.spyOn(kube, 'get').mockRejectedValue(unavailable());
    await vi.advanceTimersByTimeAsync(120_000);
    expect([await holding, a.isLeader(), b.isLeader()]).toEqual([false, false, false]);
    asB.mockRestore();
    expect(await candidate('a-anew', 'a').acquire(never)).toBe(true);
    expect(await holder()).toBe('a-anew');
    waiting.abort();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await asked).toBe(false);
  });

  test('a leader that cannot renew for 10 s has lost, one failure is nothing', async () => {
    const a = candidate('a');
    await a.acquire(never);
    const holding = a.hold();
    kube.failNext({ verb: 'update' }, unavailable());
    await vi.advanceTimersByTimeAsync(20_000);
    expect(a.isLeader()).toBe(true);
    for (let count = 0; count < 20; count += 1) kube.failNext({ kind: 'Lease' }, unavailable());
    await vi.advanceTimersByTimeAsync(12_000);
    expect([await holding, a.isLeader()]).toEqual([false, false]);
  });

  test('a leader that finds another holder has lost at once', async () => {
    const a = candidate('a');
    await a.acquire(never);
    const holding = a.hold();
    await kube.mergePatch(resources.leases, ref, { spec: { holderIdentity: 'b' } });
    await vi.advanceTimersByTimeAsync(2000);
    expect([await holding, a.isLeader()]).toEqual([false, false]);
  });

  test('a process that was suspended for longer does not think it leads', async () => {
    const a = candidate('a');
    await a.acquire(never);
    vi.setSystemTime(Date.now() + 10);
    expect(a.isLeader()).toBe(true);
    vi.advanceTimersByTime(10_000);
    expect(a.isLeader()).toBe(false);
  });

  test('what was permitted is ended when the lease runs out, though a renewal still hangs', async () => {
    const a = candidate('a');
    await a.acquire(never);
    const permit = a.leadSignal();
    const holding = a.hold();
    const { promise: hangs, reject } = Promise.withResolvers<never>();
    vi.spyOn(kube, 'get').mockImplementation((_resource, _ref, options) => {
      options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
      return hangs;
    });
    await vi.advanceTimersByTimeAsync(9999);
    expect(permit.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(permit.reason).toBeInstanceOf(LeadershipLost);
    expect(() => a.leadSignal()).toThrow(LeadershipLost);
    expect(await holding).toBe(false);
  });

  test('every renewal prolongs what was permitted before', async () => {
    const a = candidate('a');
    await a.acquire(never);
    const permit = a.leadSignal();
    void a.hold();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([permit.aborted, a.leadSignal() === permit]).toEqual([false, true]);
    await a.release();
    expect(permit.aborted).toBe(true);
  });

  test('a process that was stopped permits nothing when it goes on, before any of its timers has run', async () => {
    const a = candidate('a');
    await a.acquire(never);
    const later = performance.now() + 10_000;
    vi.spyOn(performance, 'now').mockReturnValue(later);
    expect(() => a.leadSignal()).toThrow(LeadershipLost);
  });

  test('an answer to a renewal that was sent too long ago renews nothing', async () => {
    const a = candidate('a');
    await a.acquire(never);
    const update = kube.update.bind(kube);
    const answer = Promise.withResolvers<void>();
    vi.spyOn(kube, 'update').mockImplementation(async (...args) => {
      await answer.promise;
      return (await update(...args)) as never;
    });
    const holding = a.hold();
    await vi.advanceTimersByTimeAsync(2000);
    const later = performance.now() + 10_000;
    vi.spyOn(performance, 'now').mockReturnValue(later);
    answer.resolve();
    expect(await holding).toBe(false);
    expect(() => a.leadSignal()).toThrow(LeadershipLost);
  });

  test('a lease that is not given back is left to its end', async () => {
    const a = candidate('a');
    await a.acquire(never);
    await a.release({ givesBack: false });
    expect([a.isLeader(), await holder()]).toEqual([false, 'a']);
  });

  test('a candidate that is stopped stops asking', async () => {
    await candidate('a').acquire(never);
    const stopping = new AbortController();
    const waiting = candidate('b').acquire(stopping.signal);
    await vi.advanceTimersByTimeAsync(5000);
    stopping.abort();
    expect(await waiting).toBe(false);
    const calls = kube.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(kube.calls.length).toBe(calls);
  });
});

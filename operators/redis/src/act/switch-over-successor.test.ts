import { describe, expect, test } from 'vitest';
import { naming, promoting, runSwitchOver, runSwitchOverFor } from '../../test/run-switch-over.ts';
import { host, monitoring } from '../testing/observed-builder.ts';
import { SwitchAborted, WrongSuccessor } from './switch-aborted.ts';

describe('switchOver to a member that is named', () => {
  const successor = 'cart-redis-1';
  const favours1 = (next: number) => (done: readonly string[]) => ({
    ...naming(next)(done),
    ...(done.includes('set-config replica-priority 1 cart-redis-1') && { favourite: host(1) }),
  });

  test('the sentinel prefers it before any write is held back, and no longer afterwards', async () => {
    const { done, error } = await runSwitchOver({ view: promoting(1), sentinel: favours1(1) }, successor);
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
    const { done, error } = await runSwitchOverFor(5_000, { view: promoting(1), sentinel: () => monitoring(0) }, successor);
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
    const { done, error } = await runSwitchOver({ view: promoting(2), sentinel: favours1(2) }, successor);
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

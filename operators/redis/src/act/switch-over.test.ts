import { describe, expect, test } from 'vitest';
import { naming, promoting, runSwitchOver } from '../../test/run-switch-over.ts';
import { monitoring } from '../testing/observed-builder.ts';

describe('switchOver', () => {
  test('writes are held back before the failover, and the old master is demoted before they go on', async () => {
    const { done, error } = await runSwitchOver({
      view: promoting(2),
      sentinel: naming(2),
    });
    expect(error).toBeUndefined();
    expect(done).toEqual([
      'journal HoldingWrites',
      'pause cart-redis-0 15000',
      'journal FailingOver',
      'pause cart-redis-0 30000',
      'failover cart-redis-sentinel-0',
      'replica-of cart-redis-0',
      'resume cart-redis-0',
      'journal closed',
      'disconnect cart-redis-0',
    ]);
  });

  describe('the Service', () => {
    test('leads to the new master when the hand-over is over, whenever the next look at the cluster is', async () => {
      const { roles } = await runSwitchOver({ view: promoting(2), sentinel: naming(2) });
      expect(roles).toEqual([undefined, 'replica', 'master']);
    });

    test('cannot be changed, since the API server refuses it: the hand-over goes on to its end', async () => {
      const { done, error } = await runSwitchOver({ view: promoting(2), sentinel: naming(2), isReadOnly: true });
      expect(error).toBeUndefined();
      expect(done.at(-1)).toBe('disconnect cart-redis-0');
    });
  });

  test('the old master, whose pod is being stopped, ends as soon as another leads: its clients have gone with it, and nothing has failed', async () => {
    const { done, error } = await runSwitchOver({
      view: promoting(2),
      sentinel: naming(2),
      missed: ['disconnect cart-redis-0'],
    });
    expect(error).toBeUndefined();
    expect(done.slice(-2)).toEqual(['resume cart-redis-0', 'journal closed']);
  });

  test('the sentinels do not name the new master yet: until most of them do, nobody is sent away to ask them', async () => {
    let looks = 0;
    const asked: number[] = [];
    const { done, error } = await runSwitchOver({
      view: promoting(2),
      sentinel: (effects) => {
        looks += 1;
        asked.push(effects.length);
        return looks <= 7 ? monitoring(0) : monitoring(2);
      },
    });
    expect(error).toBeUndefined();
    expect(looks).toBeGreaterThan(7);
    expect(new Set(asked)).toEqual(new Set([done.indexOf('replica-of cart-redis-0')]));
  });
});

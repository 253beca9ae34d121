import { describe, expect, test } from 'vitest';
import { naming, promoting, runSwitchOver, runSwitchOverFor, type SwitchOverScript } from '../../test/run-switch-over.ts';
import { monitoring, serving, unreachable } from '../testing/observed-builder.ts';
import { SwitchAborted } from './switch-aborted.ts';

const behind = serving('replica', { lineage: { replid: 'r1', offset: 1 } });

describe('switchOver that meets a fault', () => {
  describe("the old master dies meanwhile, and its address is nobody's any more", () => {
    /** Calls that nobody answers end after two seconds each, without which writes could go on. */
    const withinASecond = (given: SwitchOverScript) => runSwitchOverFor(1_000, given);

    test('before anybody was asked for a failover: nobody waits for it, and the journal says that there is something to end', async () => {
      const silent = ['observe cart-redis-0', 'resume cart-redis-0'];
      const { done, error } = await withinASecond({ view: promoting(2), sentinel: naming(2), silent, isLost: () => true });
      expect(error).toMatchObject({ code: 'Unreachable' });
      expect(done).toEqual(['journal HoldingWrites', 'pause cart-redis-0 15000']);
    });

    test('while another is promoted: that one leads, and neither sentinels nor the old master are waited for', async () => {
      const { done, error } = await withinASecond({
        view: promoting(2),
        sentinel: () => monitoring(0),
        silent: ['replica-of cart-redis-0'],
        isLost: (effects) => effects.includes('failover cart-redis-sentinel-0'),
      });
      expect(error).toBeUndefined();
      expect(done.at(-1)).toBe('failover cart-redis-sentinel-0');
    });
  });

  test('a replica that does not catch up: no failover, and writes go on', async () => {
    const { done, error } = await runSwitchOverFor(3_000, { view: (pod) => (pod === 'cart-redis-0' ? serving('master') : behind) });
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done).toEqual(['journal HoldingWrites', 'pause cart-redis-0 15000', 'resume cart-redis-0', 'journal closed']);
  });

  test('Sentinel promotes nobody in time: it may still do so, and until the pause runs out no write may be taken that would be lost then', async () => {
    const { done, error } = await runSwitchOverFor(11_000, {
      view: (pod) => (pod === 'cart-redis-0' ? serving('master') : serving('replica')),
    });
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done).toEqual([
      'journal HoldingWrites',
      'pause cart-redis-0 15000',
      'journal FailingOver',
      'pause cart-redis-0 30000',
      'failover cart-redis-sentinel-0',
    ]);
  });

  test('another leads, and the old master cannot be demoted: its writes stay held back, and the journal open', async () => {
    const { done, error } = await runSwitchOver({
      view: (pod, effects) => {
        if (pod === 'cart-redis-0') return serving('master');
        return effects.includes('failover cart-redis-sentinel-0') ? serving('master') : serving('replica');
      },
      sentinel: naming(1),
      failing: ['replica-of cart-redis-0'],
    });
    expect(error).toBeDefined();
    expect(done.at(-1)).toBe('failover cart-redis-sentinel-0');
  });

  test('Sentinel refuses: nobody will be promoted, and writes go on at once', async () => {
    const { done, error } = await runSwitchOver({
      view: (pod) => serving(pod === 'cart-redis-0' ? 'master' : 'replica'),
      failing: ['failover cart-redis-sentinel-0'],
    });
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done.slice(-2)).toEqual(['resume cart-redis-0', 'journal closed']);
  });

  test('the replicas go down meanwhile: the old master stays one, at once', async () => {
    const { done, error } = await runSwitchOver({
      view: (pod, effects) => {
        if (pod === 'cart-redis-0') return serving('master');
        return effects.includes('failover cart-redis-sentinel-0') ? unreachable : serving('replica');
      },
    });
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done.slice(-3)).toEqual(['failover cart-redis-sentinel-0', 'resume cart-redis-0', 'journal closed']);
  });
});

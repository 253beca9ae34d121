import { describe, expect, test } from 'vitest';
import type { ServerView } from '../client/port.ts';
import { claim, lobby, observed, serving, unreachable } from '../testing/observed-builder.ts';
import { bestCopy } from './best-copy.ts';

const held = (lastRole: 'master' | 'replica', replid: string, offset: number, replid2?: string) =>
  lobby('held', { lastRole, lineage: { replid, offset, ...(replid2 !== undefined && { replid2 }) } });

function choose(servers: readonly ServerView[], lastLeader?: string, retired: readonly number[] = []) {
  const claims = servers.map((_, ordinal) => claim(ordinal, { isRetired: retired.includes(ordinal) }));
  const choice = bestCopy(observed({ servers, sentinels: [], claims }).members, lastLeader);
  return choice.kind === 'chosen' ? choice.member.name : choice.kind;
}

describe('bestCopy', () => {
  test.for([
    { name: 'nobody holds anything', servers: [lobby('empty'), lobby('partial'), unreachable], chosen: 'none' },
    { name: 'the highest offset of one history', servers: [held('replica', 'a', 5), held('replica', 'a', 9)], chosen: 'cart-redis-1' },
    {
      name: 'the master of one history, whose note may be a second old',
      servers: [held('master', 'a', 5), held('replica', 'a', 9)],
      chosen: 'cart-redis-0',
    },
    {
      name: 'a history that was continued is superseded',
      servers: [held('master', 'a', 99), held('master', 'b', 9, 'a')],
      chosen: 'cart-redis-1',
    },
    { name: 'histories that went separate ways', servers: [held('replica', 'a', 5), held('replica', 'b', 9)], chosen: 'ambiguous' },
    {
      name: 'a master of long ago does not win because the newer one is away: its replica has no trace of the old history',
      servers: [held('master', 'a', 99), unreachable, held('replica', 'b', 9)],
      lastLeader: 'cart-redis-1',
      chosen: 'ambiguous',
    },
    {
      name: 'the last leader, whose history began with its restart',
      servers: [held('replica', 'a', 99), held('master', 'b', 1)],
      lastLeader: 'cart-redis-1',
      chosen: 'cart-redis-1',
    },
    {
      name: 'a replica that has never been in step holds nothing',
      servers: [serving('replica', { isElectable: false }), held('replica', 'a', 1)],
      chosen: 'cart-redis-1',
    },
    {
      name: 'what a member left behind, whatever its offset',
      servers: [held('replica', 'a', 5), held('master', 'a', 99)],
      retired: [1],
      chosen: 'cart-redis-0',
    },
    {
      name: 'what a member left behind two failovers ago: no trace of its history is left, and still nobody has to be asked',
      servers: [held('master', 'c', 5, 'b'), held('replica', 'a', 99)],
      retired: [1],
      chosen: 'cart-redis-0',
    },
    { name: 'nothing but what was left behind', servers: [lobby('empty'), held('replica', 'a', 99)], retired: [1], chosen: 'retired' },
  ])('$name', ({ servers, lastLeader, retired, chosen }) => {
    expect(choose(servers, lastLeader, retired)).toBe(chosen);
  });
});

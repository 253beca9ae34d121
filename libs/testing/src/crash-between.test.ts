import type { Plan } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import { crashAnywhere, crashBetweenActions } from './crash-between.ts';
import type { CrashModel } from './crash-model.ts';

/** A queue of members, of which one after another gets a new version; never two at once. */
type World = { readonly versions: readonly number[]; readonly down: readonly number[]; readonly restarts: number };
type Act = { readonly kind: 'restart'; readonly member: number };

function rolling(changes: Partial<CrashModel<World, World, Act>> = {}): CrashModel<World, World, Act> {
  return {
    start: () => ({ versions: [1, 1, 1], down: [], restarts: 0 }),
    observe: (world) => world,
    plan: ({ versions, down }) => {
      const member = versions.indexOf(1);
      return { applies: [], ...(down.length === 0 && member >= 0 && { step: step(member) }) };
    },
    perform: ({ versions, down, restarts }, { member }) => ({
      versions: versions.with(member, 2),
      down: [...new Set([...down, member])],
      restarts: restarts + 1,
    }),
    settle: (world) => ({ ...world, down: [] }),
    isDone: ({ versions, down }) => down.length === 0 && versions.every((version) => version === 2),
    invariant: ({ down }) => (down.length > 1 ? `${down.length} members are down at once` : undefined),
    fingerprint: ({ versions }) => versions,
    ...changes,
  };
}

function step(...members: number[]): NonNullable<Plan<Act>['step']> {
  return { rule: 'RollOneMember', reason: 'a new version', actions: members.map((member) => ({ kind: 'restart', member })) };
}

describe('crashBetweenActions', () => {
  test('a planner that derives everything from what is there survives a crash anywhere', () => {
    const { world, actions } = crashBetweenActions(rolling());
    expect(world.versions).toEqual([2, 2, 2]);
    expect(actions).toBe(3);
    crashAnywhere(rolling());
  });

  test('catches a planner that remembers: after a crash it waits for what it believes to have done', () => {
    let asked: number | undefined;
    const model = rolling({
      plan: ({ versions }) => {
        const member = versions.indexOf(1);
        if (member < 0 || asked === member) return { applies: [] };
        asked = member;
        return { applies: [], step: step(member) };
      },
    });
    expect(() => crashBetweenActions(model, { longestPasses: 50 })).toThrow('not done after 50 passes');
  });

  test('catches an action that cannot be done twice, and whose effect nobody can see', () => {
    type Account = { readonly paid: number; readonly isShipped: boolean };
    type Order = { readonly kind: 'pay' | 'ship' };
    const order: CrashModel<Account, boolean, Order> = {
      start: () => ({ paid: 0, isShipped: false }),
      observe: ({ isShipped }) => isShipped,
      plan: (isShipped) =>
        isShipped ? { applies: [] } : { applies: [], step: { rule: 'Order', reason: 'r', actions: [{ kind: 'pay' }, { kind: 'ship' }] } },
      perform: (world, { kind }) => (kind === 'pay' ? { ...world, paid: world.paid + 1 } : { ...world, isShipped: true }),
      settle: (world) => world,
      isDone: ({ isShipped }) => isShipped,
    };
    expect(() => crashBetweenActions(order)).toThrow(
      /another end after a crash after action 1:\n {2}without: .*"paid":1.*\n {2}with: .*"paid":2/,
    );
  });

  test('catches a step that does too much before the world has settled, and names the accident', () => {
    const model = rolling({ plan: ({ versions }) => (versions.includes(1) ? { applies: [], step: step(0, 1, 2) } : { applies: [] }) });
    expect(() => crashBetweenActions(model)).toThrow('2 members are down at once');
  });

  test('a crash in the middle of a step that is derived again is named with its trace', () => {
    const model = rolling({
      invariant: ({ restarts }) => (restarts > 3 ? 'a member was restarted twice' : undefined),
      settle: (world) => world,
      plan: ({ versions }) => (versions.includes(1) ? { applies: [], step: step(0, 1, 2) } : { applies: [] }),
      isDone: ({ versions }) => !versions.includes(1),
    });
    expect(() => crashBetweenActions(model)).toThrow(/a member was restarted twice\ncrashes: after action 1\n1\. RollOneMember/);
  });

  test('a model that does nothing tests nothing', () => {
    expect(() => crashBetweenActions(rolling({ plan: () => ({ applies: [] }), isDone: () => true }))).toThrow('nothing to crash between');
  });
});

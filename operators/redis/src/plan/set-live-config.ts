import type { Observed } from '../observed.ts';
import { hasSetting } from '../resources/accepted-settings.ts';
import { removedSettings, type Settings, wantedSettings } from '../resources/wanted-settings.ts';
import { isServing, type ServingMember } from './leadership.ts';
import { heldMaxMemory } from './memory-in-use.ts';
import { fieldsOf, refusedConfig } from './refused-settings.ts';
import { restartNote } from './restart-note.ts';
import type { RedisRule } from './rule.ts';

type Pending = { readonly member: ServingMember; readonly settings: Settings };

/**
 * Precondition: a running server has another value of a setting that can be changed without a restart, none of its version has
 * refused the wanted one, and it is no limit of memory below what is used.
 * Effect: it is set in the running server. What no server has yet is tried on one of them, a replica if there is one; the others follow in the next
 * pass. All that differs is set in one command, which does all or nothing.
 *
 * Prevents: a restart of every member for a change that needs none; a value that Redis refuses reaching the file that the others start with; and a
 * cluster that was scaled to two going on to demand a replica for every write, and refusing all of them when one of the two is away.
 */
export const setLiveConfig: RedisRule = (observed) => {
  const pending = pendingSettings(observed);
  const trial = trialOf(observed, pending);
  const turn = trial === undefined ? pending : [trial];
  if (turn.length === 0) return undefined;
  const reasons = turn.map(({ member, settings }) => `${member.name}: ${fieldsOf(observed, settings)} (${inWords(settings)})`);
  const followers = trial !== undefined && pending.length > 1 ? ', then the other members' : '';
  return {
    rule: 'SetLiveConfig',
    reason: `set without a restart: ${reasons.join('; ')}${followers}${restartNote(observed)}`,
    actions: turn.map(({ member, settings }) => ({ kind: 'set-config' as const, pod: member.name, settings })),
  };
};

function pendingSettings(observed: Observed): readonly Pending[] {
  const refused = refusedConfig(observed)?.settings ?? {};
  const held = heldMaxMemory(observed) === undefined ? [] : ['maxmemory'];
  const removed = removedSettings(observed);
  const wanted = Object.entries(wantedSettings(observed)).filter(([key]) => !(key in refused) && !held.includes(key));
  return observed.members.filter(isServing).flatMap((member) => {
    const { liveConfig } = member.server;
    const different = wanted.filter(([key, value]) => !hasSetting(liveConfig, key, value) && (key in liveConfig || !(key in removed)));
    return different.length === 0 ? [] : [{ member, settings: Object.fromEntries(different) }];
  });
}

/** Whom to try on what no server has taken yet; undefined where all of it has been. */
function trialOf({ members }: Observed, pending: readonly Pending[]): Pending | undefined {
  const serving = members.filter(isServing);
  const isProven = ([key, value]: readonly [string, string]) => serving.some(({ server }) => hasSetting(server.liveConfig, key, value));
  const untried = pending.filter(({ settings }) => !Object.entries(settings).every(isProven));
  return untried.findLast(({ member }) => member.server.role === 'replica') ?? untried[0];
}

function inWords(settings: Settings): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key} ${value === '' ? '""' : value}`)
    .join(', ');
}

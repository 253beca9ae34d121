import type { Observed } from '../observed.ts';
import { isServing } from '../plan/leadership.ts';
import { refusedConfig } from '../plan/refused-settings.ts';
import { isSameSetting } from './setting-value.ts';
import { removedSettings, type Settings, wantedSettings, writtenSettings } from './wanted-settings.ts';

/**
 * The live settings that a container may start with: of those wanted, the ones that every running server has; of the others, what was
 * written before.
 *
 * Prevents: a value that Redis refuses keeping the next container that restarts from starting, for whatever reason it does.
 */
export function acceptedSettings(observed: Observed): Settings {
  const written = writtenSettings(observed);
  const wanted = wantedSettings(observed);
  if (written === undefined) return wanted;
  const removed = removedSettings(observed);
  const entries = Object.entries(wanted).flatMap(([key, value]) => {
    if (key in removed || isAccepted(observed, key, value)) return [[key, value]];
    const before = written[key];
    return before === undefined ? [] : [[key, before]];
  });
  return Object.fromEntries(entries);
}

/** While nobody runs, a wanted value is tried, or a cluster that cannot start with the old one could never be mended. */
function isAccepted(observed: Observed, key: string, value: string): boolean {
  const serving = observed.members.filter(isServing);
  if (serving.length === 0) return refusedConfig(observed)?.settings[key] === undefined;
  return serving.every(({ server }) => hasSetting(server.liveConfig, key, value));
}

export function hasSetting(liveConfig: Settings, key: string, value: string): boolean {
  const actual = liveConfig[key];
  return actual !== undefined && isSameSetting(key, value, actual);
}

import type { ConfigChange } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { allMembers } from './health.ts';

const key = 'cordoned.log.dirs';

/** Level of metadata.version from which brokers can be kept free of new partitions: that of Kafka 4.3. */
const firstLevel = 30;

/** Has Kafka place no new partitions on these brokers, where it knows how to; those that come nevertheless are moved as well. */
export function cordon(observed: Observed, ids: readonly number[]): readonly ConfigChange[] {
  if (!canCordon(observed)) return [];
  return ids
    .filter((id) => settingsOf(observed, id)?.[key] === undefined && settingsOf(observed, id) !== undefined)
    .map((id) => change(id, '*'));
}

export function uncordon(observed: Observed, ids: readonly number[]): readonly ConfigChange[] {
  return ids.filter((id) => isCordoned(observed, id)).map((id) => change(id, undefined));
}

export function isCordoned(observed: Pick<Observed, 'kafka'>, id: number): boolean {
  return settingsOf(observed, id)?.[key] !== undefined;
}

function settingsOf({ kafka }: Pick<Observed, 'kafka'>, id: number) {
  return kafka?.brokerSettings.get(id);
}

function change(id: number, value: string | undefined): ConfigChange {
  return { type: 'broker', name: String(id), operations: [{ key, value }] };
}

function canCordon(observed: Observed): boolean {
  const levels = allMembers(observed).flatMap(({ server }) =>
    server.state === 'serving' ? [server.finalized['metadata.version'] ?? 0] : [],
  );
  return levels.length > 0 && Math.max(...levels) >= firstLevel;
}

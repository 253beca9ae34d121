import type { Pod } from './pod.ts';

/** What tells one life of each pod from the next: its identity, and how often its containers were started. */
export function livesOf(pods: readonly Pod[]): readonly string[] {
  return pods
    .map(({ metadata, status }) => `${metadata.name} ${metadata.uid} ${status?.containerStatuses?.map(({ restartCount }) => restartCount)}`)
    .sort();
}

import type { PodView } from './pod-view.ts';

export type MemberStatusInput = {
  readonly name: string;
  readonly role: string;
  readonly isReady: boolean;
  readonly pod: PodView | undefined;
  /** Of the server, where it is known. */
  readonly version?: string | undefined;
  /** What it lacks: asked for only where it is not ready. */
  readonly describe: () => string;
};

const longestDetail = 1024;

/** A member as the status of its cluster shows it. */
export function memberStatus({ name, role, isReady, pod, version, describe }: MemberStatusInput) {
  return {
    name,
    role,
    ready: isReady,
    ...(pod?.zone !== undefined && { zone: pod.zone }),
    ...(version !== undefined && { version }),
    ...(!isReady && { detail: describe().slice(0, longestDetail) }),
  };
}

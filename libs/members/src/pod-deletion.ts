import type { MemberAction } from './member-action.ts';
import type { PodView } from './pod-view.ts';

/** The action that replaces a member's pod. */
export function podDeletion({ name, uid }: PodView): MemberAction {
  return { kind: 'delete-pod', pod: name, uid };
}

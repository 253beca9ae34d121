import type { Member } from './member.ts';
import { hasReplacementBegun, replacementEnd } from './replace-member.ts';
import { type RequestRecord, settleRequests } from './request-record.ts';
import { restartEnd } from './restart-end.ts';
import { takeRequests } from './take-requests.ts';

export type MemberRequestsInput<M extends Member> = {
  readonly annotations: Readonly<Record<string, string>> | undefined;
  /** What the status holds now; the oldest first. */
  readonly records: readonly RequestRecord[] | undefined;
  readonly members: readonly M[];
  readonly replicas: number;
  /** Whether the cluster's data exists by the status. */
  readonly isFormed: boolean;
  readonly isWhole: boolean;
  readonly isHealthy: (member: M) => boolean;
  readonly isOutdated: (member: M) => boolean;
};

/** What the status is to hold of requests where members are restarted and replaced, and nothing else can be asked for. */
export function memberRequests<M extends Member>(input: MemberRequestsInput<M>): readonly RequestRecord[] {
  const { members, isWhole, isOutdated } = input;
  const taken = takeRequests({
    ...input,
    supported: ['restart', 'replace-member'],
    hasBegun: (record) => record.name === 'replace-member' && hasReplacementBegun(members, record),
  });
  return settleRequests(taken, (record) =>
    record.name === 'restart' ? restartEnd({ isWhole, isAnyOutdated: members.some(isOutdated) }) : replacementEnd(input, record),
  );
}

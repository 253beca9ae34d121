import type { Step } from '@dataservices/plan';
import type { Member } from './member.ts';
import type { MemberAction } from './member-action.ts';
import { type MemberRequest, type RequestName, readRequest, requestNames, type UnreadableRequest } from './request.ts';
import { isSameRequest, keptRequests, type RequestRecord, runningRequest } from './request-record.ts';

const longestMessage = 1024;

type AnyRequest = MemberRequest | UnreadableRequest;

export type TakeRequestsInput = {
  readonly annotations: Readonly<Record<string, string>> | undefined;
  /** What the status holds now; the oldest first. */
  readonly records: readonly RequestRecord[] | undefined;
  readonly members: readonly Member[];
  /** Those that make sense for this service. Others are refused. */
  readonly supported: readonly RequestName[];
  /**
   * Whether the cluster's data exists by the status. Until then, requests about a member are refused: an object that was restored
   * from a backup still carries what was asked for in its former life, and the status that said so is gone.
   */
  readonly isFormed: boolean;
  /** Why it cannot be done as things are, in one sentence, where asking again later is better than waiting. */
  readonly refusalOf?: (request: MemberRequest) => string | undefined;
  /** Whether something was done for it that cannot be left as it is. Until then it can be taken back, by taking the annotation away. */
  readonly hasBegun: (record: RequestRecord) => boolean;
};

/** What the status is to hold: the requests that were known, without those that were taken back, and those that are new. */
export function takeRequests(input: TakeRequestsInput): readonly RequestRecord[] {
  return requestNames.reduce<readonly RequestRecord[]>((records, name) => takeOne(input, records, name), input.records ?? []);
}

function takeOne(input: TakeRequestsInput, before: readonly RequestRecord[], name: RequestName): readonly RequestRecord[] {
  const request = readRequest(input.annotations, name);
  const records = withdraw(input, before, name, request);
  if (request === undefined || isKnown(records, request)) return records;
  const record = recordOf(input, request);
  // One after another: the next one is taken down when this one has ended.
  const mustWait = record.state === 'Running' && runningRequest(records, name) !== undefined;
  return mustWait ? records : forgetOldest([...records, record], name);
}

function isKnown(records: readonly RequestRecord[], request: AnyRequest): boolean {
  return records.some((record) => isSameRequest(record, request));
}

/** Ends a running request that is no longer asked for, unless something was done for it. */
function withdraw(
  { hasBegun }: TakeRequestsInput,
  records: readonly RequestRecord[],
  name: RequestName,
  request: AnyRequest | undefined,
): readonly RequestRecord[] {
  const running = runningRequest(records, name);
  if (running === undefined || (request !== undefined && isSameRequest(running, request))) return records;
  if (name !== 'restart') return hasBegun(running) ? records : replaced(records, running, 'Refused', 'was taken back before it began');
  // Pods have restarted for it already, and the newest token counts.
  const isOvertaken = request !== undefined && !('refusal' in request) && !isKnown(records, request);
  return isOvertaken ? replaced(records, running, 'Handled', 'goes on with a newer token') : records;
}

function replaced(records: readonly RequestRecord[], old: RequestRecord, state: RequestRecord['state'], message: string) {
  return records.map((record) => (record === old ? { ...record, state, message } : record));
}

function recordOf(input: TakeRequestsInput, request: AnyRequest): RequestRecord {
  const { name, token } = request;
  const refused = (message: string) => ({ ...request, state: 'Refused' as const, message: message.slice(0, longestMessage) });
  if ('refusal' in request) return { name, token, state: 'Refused', message: request.refusal };
  if (!input.supported.includes(name)) return refused(`this service knows no ${name}: it does ${input.supported.join(', ')}`);
  if (name === 'restart') return { name, token, state: 'Running', message: 'every pod restarts, one after another' };
  // Whose data is to live on may have to be decided before there is a cluster again: then the service says whether it is.
  if (!input.isFormed && name !== 'recover-from')
    return refused('the cluster has not formed yet: ask again, with a new token, when it has');
  if (name === 'rotate-passwords') return { name, token, state: 'Running', message: 'every internal password is changed' };
  const member = input.members.find((candidate) => candidate.name === request.pod);
  if (member === undefined)
    return refused(`there is no member ${request.pod}: members are ${input.members.map((one) => one.name).join(', ')}`);
  const refusal = input.refusalOf?.(request);
  if (refusal !== undefined) return refused(refusal);
  return {
    ...request,
    state: 'Running',
    message: 'taken down, and begins as soon as it can',
    ...(member.pod !== undefined && { podUid: member.pod.uid }),
    ...(member.claim !== undefined && { claimUid: member.claim.uid }),
  };
}

/** The newest restart that was done is never forgotten: its token is in the hash of every pod. */
function forgetOldest(records: readonly RequestRecord[], name: RequestName): readonly RequestRecord[] {
  const ofName = records.filter((record) => record.name === name);
  const newest = ofName.findLast(({ state }) => state !== 'Refused');
  const old = ofName.slice(0, Math.max(0, ofName.length - keptRequests));
  return records.filter((record) => record === newest || !old.includes(record));
}

/**
 * Precondition: a request is asked for that the status does not hold yet.
 * Effect: none but the status that this pass writes; the next pass acts on it.
 *
 * Prevents: a request that is only looked at when something else wakes the operator.
 */
export function takeDownRequests(
  stored: readonly RequestRecord[] | undefined,
  taken: readonly RequestRecord[],
): Step<MemberAction> | undefined {
  const fresh = taken.filter((record) => !stored?.some((known) => isSameRequest(known, record) && known.state === record.state));
  const [first] = fresh;
  if (first === undefined) return undefined;
  return { rule: 'TakeDownRequest', reason: `${first.name} ${first.token}: ${first.message}`, actions: [], requeueAfterMs: 100 };
}

import type { RequestName } from './request.ts';

/**
 * What became of a request, as the status keeps it. A request is taken down before anything is done for it, so that it is neither
 * lost nor done twice, whoever stops half-way. Running: being done, or waiting until it can be.
 */
export type RequestRecord = {
  /** A RequestName, or one that a newer operator knows; text, so that this one can read and keep it. */
  readonly name: string;
  readonly token: string;
  /** Running, Handled or Refused. */
  readonly state: string;
  /** One sentence. */
  readonly message: string;
  readonly pod?: string;
  /** Identity of the pod and of the claim when the request was taken down: those are meant, and not what comes after them. */
  readonly podUid?: string;
  readonly claimUid?: string;
};

/** How a request ends, or ended. */
export type RequestEnd = { readonly state: 'Handled' | 'Refused'; readonly message: string };

/** How many are kept of each name. An annotation that returns to an older value, as a reverted commit has it, is not done again. */
export const keptRequests = 10;

type Identity = Pick<RequestRecord, 'name' | 'token' | 'pod'>;

export function isSameRequest(record: Identity, request: Identity): boolean {
  return record.name === request.name && record.token === request.token && record.pod === request.pod;
}

/** The one request of this name that is to be done now, as the status has it. Rules act on this alone and never on the annotation. */
export function runningRequest(records: readonly RequestRecord[] | undefined, name: RequestName): RequestRecord | undefined {
  return records?.find((record) => record.name === name && record.state === 'Running');
}

/** The records with an end for each running one that has come to it. */
export function settleRequests(
  records: readonly RequestRecord[],
  endOf: (record: RequestRecord) => RequestEnd | undefined,
): readonly RequestRecord[] {
  return records.map((record) => (record.state === 'Running' ? { ...record, ...endOf(record) } : record));
}

import { conflictMessage, type FieldConflict, fieldConflicts } from './field-conflict.ts';

/** What to do about a failed call: try again with backoff, not at all until something changes, or after a time. */
export type Retry = 'backoff' | 'terminal' | { readonly afterMs: number };

/** metav1.Status, as far as errors use it. */
export type StatusBody = {
  readonly kind?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly code?: number;
  readonly details?: {
    readonly name?: string;
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  };
};

export type KubeErrorInput = {
  /** The API's reason (NotFound, Conflict, …), 'NamespaceTerminating' for the refusal that has this cause, or 'Unreachable', 'Timeout', 'Credentials' and 'Closed' where no answer came. */
  readonly code: string;
  /** HTTP status, 0 where no answer came. */
  readonly status: number;
  readonly message: string;
  readonly retry?: Retry;
  readonly details?: StatusBody['details'];
  readonly cause?: unknown;
};

/** A call to the API server that failed. */
export class KubeError extends Error {
  override readonly name = 'KubeError';
  readonly code: string;
  readonly status: number;
  readonly retry: Retry;
  /** What the API's Status says besides, such as the causes of a refusal. */
  readonly details: StatusBody['details'];
  /** The fields for which an apply without force was refused. Empty for every other failure, other conflicts included. */
  readonly conflicts: readonly FieldConflict[];

  constructor(input: KubeErrorInput) {
    super(input.message, input.cause === undefined ? undefined : { cause: input.cause });
    this.code = input.code;
    this.status = input.status;
    this.details = input.details;
    this.conflicts = fieldConflicts(input.details);
    this.retry = input.retry ?? retryOf(input.code, input.details?.retryAfterSeconds);
  }
}

/** Without `code`: any KubeError. */
export function isKubeError(error: unknown, code?: string): error is KubeError {
  return error instanceof KubeError && (code === undefined || error.code === code);
}

// The object itself is wrong, or its namespace is going: the same request fails the same way until something changes.
const terminalCodes = new Set([
  'NamespaceTerminating',
  'Invalid',
  'BadRequest',
  'MethodNotAllowed',
  'RequestEntityTooLarge',
  'UnsupportedMediaType',
  'NotAcceptable',
]);

function retryOf(code: string, retryAfterSeconds: number | undefined): Retry {
  if (terminalCodes.has(code)) return 'terminal';
  if (retryAfterSeconds !== undefined && retryAfterSeconds > 0) return { afterMs: retryAfterSeconds * 1000 };
  return 'backoff';
}

const reasonsByStatus: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Expired',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

export type FailedCall = { readonly method: string; readonly path: string };

/** The error for an answer that is no success. `body` is text, since proxies and overload answers are not a Status. */
export function errorFromAnswer(call: FailedCall, status: number, body: string, retryAfter?: string): KubeError {
  const parsed = parseStatus(body);
  const headerSeconds = Number(retryAfter);
  const retryAfterSeconds = parsed?.details?.retryAfterSeconds ?? (Number.isFinite(headerSeconds) ? headerSeconds : undefined);
  const conflicts = fieldConflicts(parsed?.details);
  const text = conflicts.length > 0 ? conflictMessage(conflicts) : (parsed?.message ?? describeForeignAnswer(status, body));
  return new KubeError({
    code: telltaleCause(parsed) ?? normalReason(parsed?.reason) ?? reasonsByStatus[status] ?? `Http${status}`,
    status,
    message: `${call.method} ${call.path}: ${text}`,
    details: { ...parsed?.details, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
  });
}

/** The error that an ERROR event of a watch carries. */
export function errorFromStatus(call: FailedCall, status: StatusBody): KubeError {
  return errorFromAnswer(call, status.code ?? 500, JSON.stringify({ ...status, kind: 'Status' }));
}

// Nothing can be made in a namespace that is being deleted. The server calls that Forbidden, and no permission would help.
function telltaleCause(status: StatusBody | undefined): string | undefined {
  return status?.details?.causes?.find(({ reason }) => reason === 'NamespaceTerminating')?.reason;
}

// Two reasons stand for 410; callers should have to know one.
function normalReason(reason: string | undefined): string | undefined {
  if (reason === 'Gone') return 'Expired';
  return reason === '' ? undefined : reason;
}

function parseStatus(body: string): StatusBody | undefined {
  try {
    const value = JSON.parse(body) as StatusBody | null;
    return value?.kind === 'Status' ? value : undefined;
  } catch {
    return undefined;
  }
}

function describeForeignAnswer(status: number, body: string): string {
  const text = body.trim().slice(0, 200);
  if (status === 404) return `the server does not know this path (${text}): is the CRD of this kind installed?`;
  return `HTTP ${status}${text === '' ? '' : `: ${text}`}`;
}

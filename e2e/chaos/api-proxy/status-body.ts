import type { Asked } from './asked.ts';
import type { Reply } from './fault.ts';

/** The failures that an API server answers when it is in trouble. */
export type StormStatus = 409 | 410 | 429 | 500 | 503 | 504;

/** Such a failure in the words, and with the reasons and details, that the real server uses. */
export function failureReply(status: StormStatus, asked: Asked, retryAfterSeconds = 1): Reply {
  switch (status) {
    case 429:
      // Flow control answers before anything that knows of Status objects: plain text.
      return {
        status,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': String(retryAfterSeconds) },
        body: 'Too many requests, please try again later.\n',
      };
    case 409:
      return jsonReply(status, 'Conflict', conflictText(asked), { name: asked.name, group: asked.group, kind: asked.resource });
    case 410:
      return jsonReply(status, 'Expired', 'too old resource version: 1 (2)');
    case 500: {
      const cause = 'etcdserver: leader changed';
      return jsonReply(status, 'InternalError', `Internal error occurred: ${cause}`, { causes: [{ message: cause }] });
    }
    case 503:
      return jsonReply(status, 'ServiceUnavailable', 'apiserver is shutting down');
    case 504:
      return jsonReply(status, 'Timeout', 'Timeout: request did not complete within requested timeout - context deadline exceeded', {});
  }
}

/** A watch's last line: its place is older than what the server remembers. */
export function expiredEvent(): string {
  return `${JSON.stringify({ type: 'ERROR', object: statusObject(410, 'Expired', 'too old resource version: 1 (2)') })}\n`;
}

function conflictText({ resource, name = '' }: Asked): string {
  return `Operation cannot be fulfilled on ${resource} "${name}": the object has been modified; please apply your changes to the latest version and try again`;
}

function jsonReply(code: number, reason: string, message: string, details?: object): Reply {
  return {
    status: code,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(statusObject(code, reason, message, details)),
  };
}

function statusObject(code: number, reason: string, message: string, details?: object): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details === undefined ? {} : { details }),
    code,
  };
}

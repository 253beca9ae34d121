import { type Asked, isWrite, type Matcher } from './asked.ts';

/** A write that a client asked for. */
export type Write = {
  /** From 1, in the order in which they came. */
  readonly index: number;
  readonly method: string;
  readonly path: string;
  readonly userAgent: string;
  /** What the API server answered, whether or not the client heard of it; 0 as long as, or where, it answered nothing. */
  readonly status: number;
};

/** What came through the proxy. */
export class Traffic {
  readonly writes: Write[] = [];
  /** By verb and kind: `list configmaps`, `patch statefulsets/status`, `other`. */
  readonly requests = new Map<string, number>();
  readonly #counts: Matcher;

  constructor(counts: Matcher) {
    this.#counts = counts;
  }

  /** @returns the place of a write that counts */
  note(asked: Asked): number | undefined {
    const name = requestName(asked);
    this.requests.set(name, (this.requests.get(name) ?? 0) + 1);
    if (!isWrite(asked) || !this.#counts(asked)) return undefined;
    const { method, path, userAgent } = asked;
    const index = this.writes.length + 1;
    this.writes.push({ index, method, path, userAgent, status: 0 });
    return index;
  }

  noteAnswer(index: number, status: number): void {
    const write = this.writes[index - 1];
    if (write !== undefined) this.writes[index - 1] = { ...write, status };
  }
}

function requestName({ verb, resource, subresource }: Asked): string {
  if (verb === 'other') return verb;
  return `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
}

/** All but Leases and Events: how many of these are written depends on the time that a run takes. */
export function countsByDefault({ resource, group }: Asked): boolean {
  if (group === 'coordination.k8s.io') return resource !== 'leases';
  return resource !== 'events' || (group !== '' && group !== 'events.k8s.io');
}

/** One operation on a register, as it is written down for the checker (see e2e/linearizability). Times are microseconds of one clock. */
export type Operation = {
  readonly client: number;
  /** The register's node. */
  readonly key: string;
  readonly call: number;
  /** Null where nobody knows whether, and when, it was done. */
  readonly return: number | null;
} & (Write | Read);

type Write = {
  readonly op: 'set';
  /** The version that the node had to have. */
  readonly expected: number;
  readonly value: string;
  /** stale: it had another. missing: there was no such node, which is always wrong. */
  readonly result: 'ok' | 'stale' | 'unknown' | 'missing';
};

type Read = { readonly op: 'read'; readonly version: number; readonly value: string; readonly result: 'ok' | 'missing' };

/** What happened to the registers, and how often. */
export class History {
  readonly #lines: string[] = [];
  readonly #results: Record<string, number> = {};

  record(operation: Operation): void {
    this.#lines.push(JSON.stringify(operation));
    const name = operation.op === 'set' ? operation.result : 'read';
    this.#results[name] = (this.#results[name] ?? 0) + 1;
  }

  /** Operations by their results. */
  results(): Readonly<Record<string, number>> {
    return { ...this.#results };
  }

  /** One line of JSON for each operation. */
  text(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }
}

/** The call's time is rounded down and the return's up: operations may seem to overlap that did not, and never the other way round. */
export function callTime(): number {
  return Math.floor(performance.now() * 1000);
}

export function returnTime(): number {
  return Math.ceil(performance.now() * 1000);
}

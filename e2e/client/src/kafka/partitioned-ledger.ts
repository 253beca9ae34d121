import type { Attempt } from '../attempt.ts';
import type { FaultReport } from '../fault-mark.ts';
import { Ledger, type LoadState } from '../ledger.ts';

/**
 * A ledger whose gaps are those of the partition that went without success for longest: while one broker is away the partitions of all others go on,
 * and between all of them there would be no gap. Writes go to the partitions in turn.
 */
export class PartitionedLedger extends Ledger {
  readonly #parts: readonly Ledger[];

  constructor(startedMs: number, partitions: number) {
    super(startedMs);
    this.#parts = Array.from({ length: partitions }, () => new Ledger(startedMs));
  }

  partitionOf(seq: number): number {
    return seq % this.#parts.length;
  }

  override begin(startedMs: number): void {
    super.begin(startedMs);
    for (const part of this.#parts) part.begin(startedMs);
  }

  override record(attempt: Attempt): void {
    super.record(attempt);
    this.#parts[this.partitionOf(attempt.seq)]?.record(attempt);
  }

  override mark(name: string, atMs: number): FaultReport {
    return this.#parts.map((part) => part.mark(name, atMs)).reduce(longer, super.mark(name, atMs));
  }

  override state(nowMs: number): LoadState {
    const whole = super.state(nowMs);
    const parts = this.#parts.map((part) => part.state(nowMs));
    const longest = parts.reduce((known, part) => (part.longestGapMs > known.longestGapMs ? part : known), whole);
    return {
      ...whole,
      longestGapMs: longest.longestGapMs,
      gapStartedMs: longest.gapStartedMs,
      marks: whole.marks.map((mark, index) => parts.flatMap((part) => part.marks[index] ?? []).reduce(longer, mark)),
    };
  }
}

function longer(known: FaultReport, candidate: FaultReport): FaultReport {
  return candidate.gapMs > known.gapMs ? { ...candidate, firstFailureMs: known.firstFailureMs } : known;
}

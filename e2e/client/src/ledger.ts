import { AcknowledgedSet } from './acknowledged-set.ts';
import type { Attempt } from './attempt.ts';
import { type FaultMark, type FaultReport, markFault, recordAfterFault, reportFault } from './fault-mark.ts';
import { type GapState, longestGap, recordSuccess, startGap } from './gap.ts';
import { percentile } from './percentile.ts';

export type Counters = {
  readonly attempted: number;
  readonly acknowledged: number;
  /** Failed attempts by cause. */
  readonly errors: Readonly<Record<string, number>>;
};

export type LoadState = Counters & {
  readonly startedMs: number;
  /** Null before the first success. */
  readonly lastSuccessMs: number | null;
  readonly longestGapMs: number;
  /** The last success before the longest gap. */
  readonly gapStartedMs: number;
  readonly marks: readonly FaultReport[];
};

/** Everything that the attempts tell, kept as they come. It knows no clock: times are given. */
export class Ledger {
  readonly acknowledged = new AcknowledgedSet();
  readonly #durationsMs: number[] = [];
  readonly #errors: Record<string, number> = {};
  readonly #pastMarks: FaultReport[] = [];
  #mark: FaultMark | undefined;
  #attempted = 0;
  #startedMs: number;
  #lastSuccessMs: number | undefined;
  #gap: GapState;

  constructor(startedMs: number) {
    this.#startedMs = startedMs;
    this.#gap = startGap(startedMs);
  }

  /** Starts the measurement of gaps anew: the time until the first connection is no gap. */
  begin(startedMs: number): void {
    this.#startedMs = startedMs;
    this.#gap = startGap(startedMs);
  }

  record(attempt: Attempt): void {
    this.#attempted += 1;
    if (this.#mark) this.#mark = recordAfterFault(this.#mark, attempt);
    if (attempt.ok) this.#recordSuccess(attempt);
    else this.#errors[attempt.error ?? 'Unknown'] = (this.#errors[attempt.error ?? 'Unknown'] ?? 0) + 1;
  }

  /** From here on gaps are also reported apart, until the next mark. */
  mark(name: string, atMs: number): FaultReport {
    if (this.#mark) this.#pastMarks.push(reportFault(this.#mark, atMs));
    this.#mark = markFault(name, atMs, this.#lastSuccessMs ?? this.#startedMs);
    return reportFault(this.#mark, atMs);
  }

  state(nowMs: number): LoadState {
    const { gapMs, startedMs } = longestGap(this.#gap, nowMs);
    return {
      attempted: this.#attempted,
      acknowledged: this.acknowledged.size,
      errors: { ...this.#errors },
      startedMs: this.#startedMs,
      lastSuccessMs: this.#lastSuccessMs ?? null,
      longestGapMs: gapMs,
      gapStartedMs: startedMs,
      marks: this.#mark ? [...this.#pastMarks, reportFault(this.#mark, nowMs)] : this.#pastMarks,
    };
  }

  /** Duration in milliseconds that 99 % of the acknowledged writes did not exceed; null without any. */
  p99Ms(): number | null {
    return percentile(this.#durationsMs, 0.99);
  }

  #recordSuccess({ seq, startedMs, endedMs }: Attempt): void {
    this.acknowledged.add(seq);
    this.#durationsMs.push(Math.round((endedMs - startedMs) * 10) / 10);
    this.#lastSuccessMs = endedMs;
    this.#gap = recordSuccess(this.#gap, endedMs);
  }
}

/** One write, as the log shows it. Times are milliseconds since 1970, to a tenth. */
export type Attempt = {
  /** 1, 2, 3, … without holes: the key and the value are made of it. */
  readonly seq: number;
  readonly startedMs: number;
  readonly endedMs: number;
  /** True only when the server acknowledged the write; a failure may or may not have been applied. */
  readonly ok: boolean;
  /** Why not, as a short stable name. */
  readonly error?: string;
};

/** Monotonic, so that a corrected clock makes no gap. */
export function nowMs(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 10) / 10;
}

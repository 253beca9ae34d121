/**
 * An act of several effects that must not be left half done, as it is recorded in the status before its first effect and until after
 * its last. What an act has done can usually be seen; that it was begun, and why, often cannot: writes held back at a server look
 * like a slow server. So whoever leads next finds the entry, and finishes the act or undoes it by what it observes.
 */
export type JournalEntry = {
  /** Name of the act, which is also that of the rule that finishes it. */
  readonly act: string;
  /** What it is done to: a pod's name, as a rule. */
  readonly subject: string;
  /** How far it has come, in a word; it is written before the effect that it names. */
  readonly phase: string;
  /** One for each attempt, so that nobody closes or continues another's. */
  readonly token: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** What the one who finishes it must know and cannot observe. Never a secret. */
  readonly data?: Readonly<Record<string, string>>;
};

/** How long ago the act began, in milliseconds, by the clock of whoever looks; 0 for a time in the future. */
export function journalAgeMs({ startedAt }: JournalEntry, nowMs: number): number {
  return Math.max(0, nowMs - Date.parse(startedAt));
}

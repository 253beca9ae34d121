/** One sentence for a condition: an object that could not be applied, a step that failed. */
export type Problem = {
  /** The error's code, as one word. */
  readonly reason: string;
  readonly message: string;
  /** Whether only a person, or a change, can mend it. */
  readonly isTerminal: boolean;
};

/** What came of carrying out a plan, as far as a status tells of it. */
export type PassOutcome = {
  readonly problems: readonly Problem[];
  /** What a dry run would write and do, a few words each. Absent where there was none. */
  readonly preview?: readonly string[];
};

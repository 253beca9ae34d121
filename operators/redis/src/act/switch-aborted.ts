/** The switch could not be carried out; writes go on at the old master. */
export class SwitchAborted extends Error {
  override readonly name = 'SwitchAborted';
  readonly code = 'SwitchAborted';
  // Sentinel refuses another attempt soon after one that failed. What is undecided is looked at again at once.
  get retry() {
    return { afterMs: this.isFinal ? 20_000 : 250 };
  }
  /** Whether it is certain that nobody will be promoted any more. */
  readonly isFinal: boolean;

  constructor(message: string, { isFinal = true } = {}) {
    super(message);
    this.isFinal = isFinal;
  }
}

/** Sentinel promoted another than was wanted: whoever wanted it tries again. */
export class WrongSuccessor extends Error {
  override readonly name = 'WrongSuccessor';
  readonly code = 'WrongSuccessor';
  readonly retry = { afterMs: 20_000 };
}

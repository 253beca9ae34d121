export type FakeCall = {
  readonly verb:
    | 'get'
    | 'list'
    | 'create'
    | 'update'
    | 'apply'
    | 'applyStatus'
    | 'mergePatch'
    | 'jsonPatch'
    | 'getScale'
    | 'updateScale'
    | 'delete'
    | 'evict';
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
  /** What was sent. */
  readonly body?: object;
};

/** The given fields must be equal; a function decides by itself. */
export type FaultMatcher = Partial<Pick<FakeCall, 'verb' | 'kind' | 'namespace' | 'name'>> | ((call: FakeCall) => boolean);

/** Remembers calls and lets chosen ones fail. */
export class FakeFaults {
  readonly calls: FakeCall[] = [];
  readonly #faults: { readonly matcher: FaultMatcher; readonly error: Error }[] = [];

  failNext(matcher: FaultMatcher, error: Error): void {
    this.#faults.push({ matcher, error });
  }

  /** @throws the error that was asked for */
  record(call: FakeCall): void {
    this.calls.push(call);
    const index = this.#faults.findIndex(({ matcher }) => isMatch(matcher, call));
    const [fault] = index < 0 ? [] : this.#faults.splice(index, 1);
    if (fault !== undefined) throw fault.error;
  }
}

function isMatch(matcher: FaultMatcher, call: FakeCall): boolean {
  if (typeof matcher === 'function') return matcher(call);
  return Object.entries(matcher).every(([field, value]) => call[field as keyof FakeCall] === value);
}

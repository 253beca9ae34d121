/** Aborts its signal when nothing restarts it for `limitMs`. */
export class IdleLimit {
  readonly #controller = new AbortController();
  readonly #limitMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(new Error('the server fell silent')), this.#limitMs);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

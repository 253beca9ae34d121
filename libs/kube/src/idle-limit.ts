/** Aborts its signal when nothing restarts it in time. */
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

  restart(limitMs = this.#limitMs): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(new Error('the server fell silent')), Math.min(limitMs, this.#limitMs));
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

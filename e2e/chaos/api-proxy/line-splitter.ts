/** Cuts a stream of bytes into its lines; empty ones are left out. What follows the last line's end waits for its rest. */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  #pending = '';

  push(chunk: Uint8Array): readonly string[] {
    const lines = (this.#pending + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#pending = lines.pop() ?? '';
    return lines.filter((line) => line.trim() !== '');
  }
}

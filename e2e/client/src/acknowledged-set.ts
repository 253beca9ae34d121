/** The writes that the server promised to keep. */
export class AcknowledgedSet {
  readonly #seqs = new Set<number>();

  add(seq: number): void {
    this.#seqs.add(seq);
  }

  get size(): number {
    return this.#seqs.size;
  }

  /** In groups of at most `size`, for reading back. */
  *batches(size: number): Generator<readonly number[]> {
    let batch: number[] = [];
    for (const seq of this.#seqs) {
      batch.push(seq);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
}

/** Of the writes asked for, those whose value is absent or another. */
export function findLost(seqs: readonly number[], values: readonly (string | null | undefined)[]): readonly number[] {
  return seqs.filter((seq, index) => values[index] !== String(seq));
}

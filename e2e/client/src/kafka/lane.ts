/** Sends records together. Rejects where it is not known of any that they are there. */
export type SendBatch = (seqs: readonly number[]) => Promise<void>;

const largestBatch = 500;

/**
 * Sends the records of one partition in batches, the next when the last has ended, however many are asked for meanwhile.
 *
 * kafkajs counts an idempotent producer's batches only when they have been answered. Of two that are on their way to the same partition, the second has the
 * number of the first where that one's answer was lost: Kafka takes it for the same batch, says that it is there, and does not store it.
 */
export class Lane {
  readonly #send: SendBatch;
  readonly #waiting: { readonly seq: number; readonly resolve: () => void; readonly reject: (reason: unknown) => void }[] = [];
  #isBusy = false;

  constructor(send: SendBatch) {
    this.#send = send;
  }

  /** Resolves when the record is acknowledged. */
  write(seq: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ seq, resolve, reject });
    if (!this.#isBusy) void this.#run();
    return promise;
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, largestBatch);
      try {
        await this.#send(batch.map(({ seq }) => seq));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isBusy = false;
  }
}

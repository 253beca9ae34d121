/** Grows as it is written to. Numbers are big-endian, as Kafka has them. */
export class ByteWriter {
  #bytes = Buffer.alloc(256);
  #length = 0;

  int8(value: number): void {
    this.#length = this.#room(1).writeInt8(value, this.#length);
  }

  int16(value: number): void {
    this.#length = this.#room(2).writeInt16BE(value, this.#length);
  }

  uint16(value: number): void {
    this.#length = this.#room(2).writeUInt16BE(value, this.#length);
  }

  int32(value: number): void {
    this.#length = this.#room(4).writeInt32BE(value, this.#length);
  }

  int64(value: bigint): void {
    this.#length = this.#room(8).writeBigInt64BE(value, this.#length);
  }

  float64(value: number): void {
    this.#length = this.#room(8).writeDoubleBE(value, this.#length);
  }

  /** Seven bits in each byte, the lowest first; the eighth says that more follow. @param value 0 to 2^32 - 1 */
  uvarint(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.#length = this.#room(1).writeUInt8((rest & 0x7f) | 0x80, this.#length);
      rest >>>= 7;
    }
    this.#length = this.#room(1).writeUInt8(rest, this.#length);
  }

  raw(bytes: Buffer): void {
    this.#room(bytes.length).set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** What was written until now. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #room(more: number): Buffer {
    const needed = this.#length + more;
    if (needed > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    return this.#bytes;
  }
}

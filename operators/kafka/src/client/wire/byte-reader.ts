import { KafkaAdminError } from '../kafka-admin-error.ts';

/** Reads what `ByteWriter` writes. @throws KafkaAdminError Unreadable past the end: an answer of another layout, or cut short */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#advance(1));
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#advance(2));
  }

  uint16(): number {
    return this.#bytes.readUInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#advance(4));
  }

  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#advance(8));
  }

  float64(): number {
    return this.#bytes.readDoubleBE(this.#advance(8));
  }

  uvarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#advance(1));
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new KafkaAdminError('Unreadable', 'the answer has a number that does not end: it is not of the expected layout');
  }

  raw(length: number): Buffer {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** How many bytes are left. */
  get rest(): number {
    return this.#bytes.length - this.#at;
  }

  #advance(length: number): number {
    const start = this.#at;
    if (length < 0 || length > this.rest) {
      throw new KafkaAdminError('Unreadable', `the answer ends after ${this.#bytes.length} bytes: it is not of the expected layout`);
    }
    this.#at += length;
    return start;
  }
}

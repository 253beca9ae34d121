/** ZooKeeper's encoding of messages: fields one after the other, numbers with the highest byte first, texts and buffers after their length. */

/** Writes the fields of one message. */
export class JuteWriter {
  readonly #parts: Buffer[] = [];

  int(value: number): this {
    const part = Buffer.alloc(4);
    part.writeInt32BE(value);
    return this.#add(part);
  }

  long(value: bigint): this {
    const part = Buffer.alloc(8);
    part.writeBigInt64BE(value);
    return this.#add(part);
  }

  bool(value: boolean): this {
    return this.#add(Buffer.of(value ? 1 : 0));
  }

  buffer(value: Buffer): this {
    return this.int(value.length).#add(value);
  }

  /** Undefined is not the same as an empty text. */
  text(value: string | undefined): this {
    return value === undefined ? this.int(-1) : this.buffer(Buffer.from(value));
  }

  /** The message after its length, as it goes over the wire. */
  frame(): Buffer {
    const message = Buffer.concat(this.#parts);
    const length = Buffer.alloc(4);
    length.writeInt32BE(message.length);
    return Buffer.concat([length, message]);
  }

  #add(part: Buffer): this {
    this.#parts.push(part);
    return this;
  }
}

/** Reads the fields of one message. @throws RangeError where it is shorter than it should be */
export class JuteReader {
  readonly #message: Buffer;
  #at = 0;

  constructor(message: Buffer) {
    this.#message = message;
  }

  int(): number {
    this.#at += 4;
    return this.#message.readInt32BE(this.#at - 4);
  }

  long(): bigint {
    this.#at += 8;
    return this.#message.readBigInt64BE(this.#at - 8);
  }

  buffer(): Buffer {
    const length = Math.max(0, this.int());
    if (this.#at + length > this.#message.length) throw new RangeError('the message is shorter than it says');
    this.#at += length;
    return this.#message.subarray(this.#at - length, this.#at);
  }

  text(): string {
    return this.buffer().toString();
  }

  texts(): readonly string[] {
    return Array.from({ length: Math.max(0, this.int()) }, () => this.text());
  }

  /** Of a node's statistics, the version of its data. */
  statVersion(): number {
    for (let skipped = 0; skipped < 4; skipped += 1) this.long();
    return this.int();
  }

  /** The version of its access control list, which comes after those of its data and of its children. */
  statAclVersion(): number {
    this.statVersion();
    this.int();
    return this.int();
  }
}

/** Longer answers are none of ours: it is not ZooKeeper that sends them. */
const maxMessageBytes = 16 * 1_048_576;

/** Cuts a stream of bytes into messages. @throws RangeError where a length cannot be one */
export class FrameSplitter {
  #rest: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): readonly Buffer[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const messages: Buffer[] = [];
    while (this.#rest.length >= 4) {
      const length = this.#rest.readInt32BE(0);
      if (length < 0 || length > maxMessageBytes) throw new RangeError(`a message of ${length} bytes`);
      if (this.#rest.length < 4 + length) break;
      messages.push(this.#rest.subarray(4, 4 + length));
      this.#rest = this.#rest.subarray(4 + length);
    }
    return messages;
  }
}

import { KafkaAdminError } from '../kafka-admin-error.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/**
 * How a value of Kafka's protocol is written and read, in what it calls flexible versions: lengths are varints of one more than the length, 0 is null,
 * and every structure ends with fields that have tags, of which those that nobody knows are skipped.
 */
export type Codec<T> = Writable<T> & Readable<T>;
export type Writable<T> = { write(value: T, out: ByteWriter): void };
export type Readable<T> = { read(from: ByteReader): T };

export type ValueOf<C> = C extends Codec<infer T> ? T : never;

export const int8: Codec<number> = { write: (value, out) => out.int8(value), read: (from) => from.int8() };
export const int16: Codec<number> = { write: (value, out) => out.int16(value), read: (from) => from.int16() };
export const uint16: Codec<number> = { write: (value, out) => out.uint16(value), read: (from) => from.uint16() };
export const int32: Codec<number> = { write: (value, out) => out.int32(value), read: (from) => from.int32() };
/** As a number: offsets, bytes and times stay below 2^53. */
export const int64: Codec<number> = { write: (value, out) => out.int64(BigInt(value)), read: (from) => Number(from.int64()) };
export const float64: Codec<number> = { write: (value, out) => out.float64(value), read: (from) => from.float64() };
export const bool: Codec<boolean> = { write: (value, out) => out.int8(value ? 1 : 0), read: (from) => from.int8() !== 0 };

export const nullableString: Codec<string | null> = {
  write(value, out) {
    const bytes = value === null ? undefined : Buffer.from(value);
    out.uvarint(bytes === undefined ? 0 : bytes.length + 1);
    if (bytes !== undefined) out.raw(bytes);
  },
  read(from) {
    const length = from.uvarint();
    return length === 0 ? null : from.raw(length - 1).toString();
  },
};

export const string: Codec<string> = {
  write: (value, out) => nullableString.write(value, out),
  read: (from) => notNull(nullableString.read(from)),
};

export const bytes: Codec<Buffer> = {
  write(value, out) {
    out.uvarint(value.length + 1);
    out.raw(value);
  },
  read: (from) => from.raw(from.uvarint() - 1),
};

/** In Kafka's own text form: 16 bytes in base64url, 22 characters. */
export const uuid: Codec<string> = {
  write: (value, out) => out.raw(uuidBytes(value)),
  read: (from) => from.raw(16).toString('base64url'),
};

export function nullableArray<T>(item: Codec<T>): Codec<readonly T[] | null> {
  return {
    write(values, out) {
      out.uvarint(values === null ? 0 : values.length + 1);
      for (const value of values ?? []) item.write(value, out);
    },
    read(from) {
      const length = from.uvarint();
      if (length === 0) return null;
      const items: T[] = [];
      for (let i = 1; i < length; i++) items.push(item.read(from));
      return items;
    },
  };
}

export function array<T>(item: Codec<T>): Codec<readonly T[]> {
  const nullable = nullableArray(item);
  return { write: (values, out) => nullable.write(values, out), read: (from) => notNull(nullable.read(from)) };
}

type Fields = Readonly<Record<string, Codec<unknown>>>;
type Struct<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> };

/** Fields in the order in which they are named here. */
export function struct<F extends Fields>(fields: F): Codec<Struct<F>> {
  const entries = Object.entries(fields);
  return {
    write(value, out) {
      for (const [name, codec] of entries) codec.write(value[name], out);
      out.uvarint(0);
    },
    read(from) {
      const value = readFields(entries, from);
      eachTag(from, () => {});
      return value as Struct<F>;
    },
  };
}

/** The same with fields that have tags, by their tag. Absent ones are undefined. */
export function taggedStruct<F extends Fields, T extends Fields>(
  fields: F,
  tags: ReadonlyMap<number, keyof T & string>,
  tagged: T,
): Readable<Struct<F> & Partial<Struct<T>>> {
  const entries = Object.entries(fields);
  return {
    read(from) {
      const value = readFields(entries, from);
      eachTag(from, (tag, content) => {
        const name = tags.get(tag);
        if (name !== undefined) value[name] = tagged[name]?.read(new ByteReader(content));
      });
      return value as Struct<F> & Partial<Struct<T>>;
    },
  };
}

/** The tags that end a structure, and every header. */
export function eachTag(from: ByteReader, take: (tag: number, content: Buffer) => void): void {
  const count = from.uvarint();
  for (let i = 0; i < count; i++) {
    const tag = from.uvarint();
    take(tag, from.raw(from.uvarint()));
  }
}

/** A value alone. */
export function encode<T>(codec: Writable<T>, value: T): Buffer {
  const out = new ByteWriter();
  codec.write(value, out);
  return out.bytes();
}

function readFields(entries: readonly (readonly [string, Codec<unknown>])[], from: ByteReader): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [name, codec] of entries) value[name] = codec.read(from);
  return value;
}

function notNull<T>(value: T | null): T {
  if (value === null)
    throw new KafkaAdminError('Unreadable', 'the answer has nothing where something must be: it is not of the expected layout');
  return value;
}

function uuidBytes(text: string): Buffer {
  const decoded = Buffer.from(text, 'base64url');
  if (decoded.length !== 16)
    throw new KafkaAdminError('Refused', `${text} is no directory id: Kafka writes 16 bytes as 22 characters of base64url`);
  return decoded;
}

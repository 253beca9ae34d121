import { KafkaAdminError } from '../kafka-admin-error.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { eachTag, type Readable, type Writable } from './codec.ts';

export type ApiVersion<Q, A> = { readonly version: number; readonly request: Writable<Q>; readonly answer: Readable<A> };

/** A call of Kafka's protocol, in the versions that are spoken here, the newest first. All are flexible. */
export type Api<Q, A> = {
  readonly key: number;
  readonly name: string;
  readonly versions: readonly [ApiVersion<Q, A>, ...ApiVersion<Q, A>[]];
  /** Its answers have a header without tags, so that whoever does not know the version can read that it is not known. */
  readonly hasPlainHeader?: true;
};

/** By key: what a node speaks. */
export type Spoken = ReadonlyMap<number, { readonly min: number; readonly max: number }>;

/** @throws KafkaAdminError Unsupported where the node speaks none of them */
export function versionFor<Q, A>({ key, name, versions }: Api<Q, A>, spoken: Spoken): ApiVersion<Q, A> {
  const range = spoken.get(key);
  const found = range && versions.find(({ version }) => version >= range.min && version <= range.max);
  if (found !== undefined) return found;
  const theirs = range === undefined ? 'does not know it' : `speaks versions ${range.min} to ${range.max}`;
  const ours = versions.map(({ version }) => version).join(', ');
  throw new KafkaAdminError('Unsupported', `${name}: the node ${theirs}, and ${ours} is spoken here: its Kafka is too old or too new`);
}

/** All that follows the client id: the end of the header, and the request. */
export function encodeRequest<Q>({ request }: ApiVersion<Q, unknown>, value: Q): Buffer {
  const out = new ByteWriter();
  out.uvarint(0);
  request.write(value, out);
  return out.bytes();
}

/** @param payload all that follows the correlation id. @throws KafkaAdminError Unreadable */
export function decodeAnswer<Q, A>(api: Api<Q, A>, { answer }: ApiVersion<Q, A>, payload: Buffer): A {
  const from = new ByteReader(payload);
  if (api.hasPlainHeader !== true) eachTag(from, () => {});
  return answer.read(from);
}

import type { AclEntry } from '../access.ts';
import type { JuteReader, JuteWriter } from './jute.ts';

/** Something that is asked of a server: a type, what is written after it, and how the answer is read. */
export type Operation<T> = {
  readonly type: number;
  /** Where it must not be counted. */
  readonly xid?: number;
  readonly encode: (request: JuteWriter) => void;
  readonly decode: (answer: JuteReader) => T;
};

export const pingType = 11;
const allRights = 31;

export const openToAll: readonly AclEntry[] = [{ rights: allRights, scheme: 'world', id: 'anyone' }];
/** Whoever is logged in when the node is made. */
export const creatorOnly: readonly AclEntry[] = [{ rights: allRights, scheme: 'auth', id: '' }];

const nothing = () => undefined;

export function logIn(username: string, password: string): Operation<undefined> {
  const encode = (request: JuteWriter) => void request.int(0).text('digest').text(`${username}:${password}`);
  return { type: 100, xid: -4, encode, decode: nothing };
}

export function create(path: string, data: string, access: readonly AclEntry[] = openToAll): Operation<undefined> {
  const encode = (request: JuteWriter) => {
    writeAcl(request.text(path).text(data), access).int(0);
  };
  return { type: 1, encode, decode: nothing };
}

export type Node = { readonly version: number; readonly data: string };

export function getData(path: string): Operation<Node> {
  const decode = (answer: JuteReader) => {
    const data = answer.text();
    return { data, version: answer.statVersion() };
  };
  return { type: 4, encode: (request) => void request.text(path).bool(false), decode };
}

/** @param version that the node must have; -1 for any */
export function setData(path: string, data: string, version: number): Operation<undefined> {
  return { type: 5, encode: (request) => void request.text(path).text(data).int(version), decode: nothing };
}

export function getChildren(path: string): Operation<readonly string[]> {
  return { type: 8, encode: (request) => void request.text(path).bool(false), decode: (answer) => answer.texts() };
}

/** The access control list of a node, with the version that it has. */
export type NodeAcl = { readonly entries: readonly AclEntry[]; readonly version: number };

export function getAcl(path: string): Operation<NodeAcl> {
  const decode = (answer: JuteReader) => {
    const entries = Array.from({ length: Math.max(0, answer.int()) }, () => ({
      rights: answer.int(),
      scheme: answer.text(),
      id: answer.text(),
    }));
    return { entries, version: answer.statAclVersion() };
  };
  return { type: 6, encode: (request) => void request.text(path), decode };
}

/** @param version that the list must have; -1 for any */
export function setAcl(path: string, entries: readonly AclEntry[], version: number): Operation<undefined> {
  return { type: 7, encode: (request) => void writeAcl(request.text(path), entries).int(version), decode: nothing };
}

function writeAcl(request: JuteWriter, entries: readonly AclEntry[]): JuteWriter {
  request.int(entries.length);
  for (const { rights, scheme, id } of entries) request.int(rights).text(scheme).text(id);
  return request;
}

/** Lets the server catch up with the leader: what was written before is read afterwards. */
export function sync(path: string): Operation<undefined> {
  return { type: 9, encode: (request) => void request.text(path), decode: nothing };
}

/** @param fromVersion of the membership; of any other nothing is changed */
export function changeMembership(joining: string, leaving: string, fromVersion: bigint): Operation<undefined> {
  const encode = (request: JuteWriter) =>
    void request
      .text(joining || undefined)
      .text(leaving || undefined)
      .text(undefined)
      .long(fromVersion);
  return { type: 16, encode, decode: nothing };
}

export const endSession: Operation<undefined> = { type: -11, encode: nothing, decode: nothing };

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

export type AccessList = readonly (readonly [scheme: string, id: string])[];
export const openToAll: AccessList = [['world', 'anyone']];
/** Whoever is logged in when the node is made. */
export const creatorOnly: AccessList = [['auth', '']];

const nothing = () => undefined;

export function logIn(username: string, password: string): Operation<undefined> {
  const encode = (request: JuteWriter) => void request.int(0).text('digest').text(`${username}:${password}`);
  return { type: 100, xid: -4, encode, decode: nothing };
}

export function create(path: string, data: string, access: AccessList = openToAll): Operation<undefined> {
  const encode = (request: JuteWriter) => {
    request.text(path).text(data).int(access.length);
    for (const [scheme, id] of access) request.int(allRights).text(scheme).text(id);
    request.int(0);
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

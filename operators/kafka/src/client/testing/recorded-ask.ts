import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Ask } from '../calls/ask.ts';
import { type Api, decodeAnswer, encodeRequest } from '../wire/api.ts';

/** Messages as Kafka's own Java client writes them: on each line the name, the version, and the bytes. */
const messages = readFileSync(join(import.meta.dirname, 'golden/messages.txt'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const [name, version, bytes] = line.split(' ');
    return { name, version: Number(version), bytes: bytes ?? '' };
  });

/**
 * Whoever is asked expects exactly the recorded request, and gives the recorded answer.
 *
 * @param versions by the name of the call; the newest that is spoken without
 */
export function recordedAsk(versions: Readonly<Record<string, number>> = {}): Ask {
  return async <Q, A>(api: Api<Q, A>, request: Q): Promise<A> => {
    const wanted = versions[api.name] ?? api.versions[0].version;
    const version = api.versions.find((each) => each.version === wanted);
    if (version === undefined) throw new Error(`${api.name} ${wanted} is not spoken`);
    // Behind the byte that ends the header.
    const sent = encodeRequest(version, request).subarray(1).toString('hex');
    expect(recorded(`${api.name}Request`, wanted)).toContain(sent);
    const [answer = ''] = recorded(`${api.name}Response`, wanted);
    return decodeAnswer(api, version, Buffer.from(api.hasPlainHeader === true ? answer : `00${answer}`, 'hex'));
  };
}

/** In hexadecimal. @throws Error where there is none */
export function recorded(name: string, version: number): readonly string[] {
  const found = messages.filter((each) => each.name === name && each.version === version);
  if (found.length === 0) throw new Error(`There is no record of ${name} in version ${version}.`);
  return found.map(({ bytes }) => bytes);
}

import type { StoredObject } from '@dataservices/plan';
import { digestOf } from '../digest.ts';
import type { Password } from '../observed.ts';

export type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };

/** The text under a key; undefined where there is none, or an empty one. */
export function decode(secret: Secret | undefined, key: string): string | undefined {
  const value = secret?.data?.[key];
  return value === undefined || value === '' ? undefined : Buffer.from(value, 'base64').toString('utf8');
}

/** Without line feeds at its end: many a Secret is made from a file that has one. */
export function passwordOf(secret: Secret | undefined, key = 'password'): Password | undefined {
  const text = decode(secret, key)?.replace(/\n+$/, '');
  return text === undefined || text === '' ? undefined : password(text);
}

/** A password with its SHA-256, which is what Redis keeps of it. */
export function password(text: string): Password {
  return { text, digest: digestOf(text) };
}

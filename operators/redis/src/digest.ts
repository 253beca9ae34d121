import { createHash } from 'node:crypto';

/** SHA-256 in hexadecimal, which is what Redis keeps of a password. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

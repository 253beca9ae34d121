import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const saltBytes = 4;

/** A password as RabbitMQ stores it: base64 of a salt of four bytes, and SHA-256 of that salt and the password. */
export function hashPassword(password: string, salt: Buffer = randomBytes(saltBytes)): string {
  return Buffer.concat([salt, digest(password, salt)]).toString('base64');
}

export function isPassword(password: string, hash: string): boolean {
  const stored = Buffer.from(hash, 'base64');
  if (stored.length !== saltBytes + 32) return false;
  return timingSafeEqual(stored.subarray(saltBytes), digest(password, stored.subarray(0, saltBytes)));
}

function digest(password: string, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(password).digest();
}

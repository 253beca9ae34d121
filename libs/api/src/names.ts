import { z } from 'zod';

const subdomainPattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const labelPattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** The name of an object such as a Secret: a DNS-1123 subdomain. */
export function objectName() {
  return z
    .string()
    .min(1)
    .max(253)
    .regex(
      subdomainPattern,
      'must be the name of an object: lower case letters, digits, - and ., beginning and ending with a letter or digit',
    );
}

/** A DNS-1123 label, up to `maxLength` characters. */
export function label(maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .regex(labelPattern, 'must be lower case letters, digits and -, beginning and ending with a letter or digit');
}

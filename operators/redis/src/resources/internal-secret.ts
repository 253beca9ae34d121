import { ports } from '../names.ts';

export const internalUsers = ['member', 'replication', 'sentinel', 'operator', 'exporter'] as const;

export type InternalUser = (typeof internalUsers)[number];

/** Of the internal passwords, while they are being changed: see `InternalPasswords`. */
export type Generation = 'current' | 'next' | 'previous';

/** Under which key of the Secret a password is. */
export function passwordKey(user: InternalUser, generation: Generation = 'current'): string {
  return generation === 'current' ? `${user}-password` : `${user}-password-${generation}`;
}

/** For the exporter, which looks its password up by its whole address, the user included. */
export function exporterFile(password: string): string {
  const addresses = ['redis', 'rediss'].map((scheme) => `${scheme}://exporter@localhost:${ports.redis}`);
  return JSON.stringify(Object.fromEntries(addresses.map((address) => [address, password])));
}

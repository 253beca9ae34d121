import { randomBytes } from 'node:crypto';
import { ownersWhenMade, type RetentionInput } from '@dataservices/members';
import type { KubeObject, StoredObject } from '@dataservices/plan';

export type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };

/** The text under a key; undefined where there is none, or an empty one. */
export function secretText(secret: Secret | undefined, key: string): string | undefined {
  const value = secret?.data?.[key];
  return value === undefined || value === '' ? undefined : Buffer.from(value, 'base64').toString('utf8');
}

/** Without line feeds at its end: many a Secret is made from a file that has one. */
export function passwordOf(secret: Secret | undefined): string | undefined {
  const text = secretText(secret, 'password')?.replace(/\n+$/, '');
  return text === '' ? undefined : text;
}

/** 192 bits in letters and digits, so that it fits into any client's URL as it is. */
export function newPassword(): string {
  return randomBytes(24).toString('hex');
}

export type NewSecretInput = Omit<RetentionInput, 'kept'> & {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly content: Readonly<Record<string, string>>;
};

/** Whether it goes with the custom resource is for `storage.whenDeleted` to say. */
export function newSecret({ owner, whenDeleted, name, labels, content }: NewSecretInput): KubeObject {
  const { namespace } = owner.metadata;
  const ownerReferences = ownersWhenMade({ owner, whenDeleted });
  const metadata = { name, ...(namespace !== undefined && { namespace }), labels, ownerReferences };
  return { apiVersion: 'v1', kind: 'Secret', metadata, ...{ stringData: content } };
}

import type { AccessRules } from './access-control.ts';

/** A user with the SHA-256 digests of the passwords that it may log in with, in hexadecimal. */
export type AclUser = AccessRules & { readonly digests: readonly string[] };

/** An ACL file. Passwords are in it as digests, so that no character of theirs can become a rule. */
export function renderAclFile(users: readonly AclUser[]): string {
  return users.map(({ name, digests, rules }) => `${['user', name, ...digests.map((digest) => `#${digest}`), rules].join(' ')}\n`).join('');
}

/** What such a file, or the reply of ACL LIST, says; lines that say something else are left out. */
export function parseAclFile(text: string): readonly AclUser[] {
  return text.split('\n').flatMap((line) => {
    const [word, name, ...rest] = line.trim().split(' ');
    if (word !== 'user' || name === undefined) return [];
    const digests = rest.filter((rule) => rule.startsWith('#')).map((rule) => rule.slice(1));
    return [{ name, digests: digests.toSorted(), rules: rest.filter((rule) => !rule.startsWith('#')).join(' ') }];
  });
}

import { isSameSet } from './same-set.ts';

/** A certificate authority. Times are milliseconds since the epoch, here and in all that follows. */
export type Authority = { readonly id: string; readonly notBefore: number; readonly notAfter: number };

/** The authorities of one cluster. Certificates are signed by `current` alone. */
export type Authorities = {
  readonly current?: Authority;
  /** On its way: made, or given by the user, and not trusted by everybody yet. */
  readonly next?: Authority;
  /** On their way out: certificates of theirs may still be presented. */
  readonly previous: readonly Authority[];
};

export type Certificate = {
  /** A fingerprint. */
  readonly id: string;
  /** Id of the authority that signed it. */
  readonly issuer: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly names: readonly string[];
};

/** Whoever verifies others, and may have a certificate: a member, the operator, the clients by their binding. */
export type Party = {
  readonly name: string;
  /** Ids of the authorities that it trusts for certain, now and after a restart; undefined where that is not known. */
  readonly trusts: readonly string[] | undefined;
  /** The names that its certificate is to have; absent for one that needs none. */
  readonly names?: readonly string[];
  /** The newest certificate that was made for it. */
  readonly certificate?: Certificate;
  /** Issuers of all certificates that it may present, now or after a restart; undefined where that is not known. */
  readonly presents: readonly string[] | undefined;
};

/** What keeps trust ahead of certificates. Each is one write, idempotent, and safe to be lost. */
export type TrustAction =
  /** Have the party trust these authorities and no others. */
  | { readonly kind: 'trust-authorities'; readonly party: string; readonly authorities: readonly string[] }
  /** The next authority is the current one from now on, and the current one a previous one. */
  | { readonly kind: 'promote-authority'; readonly id: string }
  /** Nobody is to trust it any more. */
  | { readonly kind: 'drop-authority'; readonly id: string };

export type TrustInput = { readonly now: number; readonly authorities: Authorities; readonly parties: readonly Party[] };

export function doesTrust({ trusts }: Party, id: string): boolean {
  return trusts?.includes(id) === true;
}

/** Those who keep an authority from being used, because they do not trust it for certain. */
export function untrusting({ authorities: { current, next }, parties }: TrustInput): readonly string[] {
  const isBare = parties.some(({ names, certificate }) => names !== undefined && certificate === undefined);
  const awaited = next ?? (isBare ? current : undefined);
  return awaited === undefined ? [] : parties.filter((party) => !doesTrust(party, awaited.id)).map(({ name }) => name);
}

/** Once it has signed anything, everybody trusted it; nobody unlearns that, so one who cannot be asked now does not hold up the rest. */
export function isTrusted({ authorities, parties }: TrustInput, id: string): boolean {
  const isEstablished = authorities.previous.length > 0 || parties.some(({ certificate }) => certificate?.issuer === id);
  return parties.every((party) => (party.trusts === undefined ? isEstablished : doesTrust(party, id)));
}

/** Everybody is to trust every authority whose certificates there may be, or will be. */
export function trustActions({ authorities, parties }: TrustInput): readonly TrustAction[] {
  const wanted = authorityIds(authorities);
  return parties
    .filter(({ trusts }) => trusts !== undefined && !isSameSet(trusts, wanted))
    .map(({ name }) => ({ kind: 'trust-authorities', party: name, authorities: wanted }));
}

/** Nothing is signed by an authority before all trust it, those included of whom nothing is known. */
export function promotion({ now, authorities: { next }, parties }: TrustInput): readonly TrustAction[] {
  if (next === undefined || next.notAfter <= now || !parties.every((party) => doesTrust(party, next.id))) return [];
  return [{ kind: 'promote-authority', id: next.id }];
}

/** An authority goes when nobody presents a certificate of it any more; an expired one at once, as nobody accepts those. */
export function drops({ now, authorities: { next, previous }, parties }: TrustInput): readonly TrustAction[] {
  const isUnused = ({ id }: Authority) => parties.every(({ presents }) => presents?.includes(id) === false);
  const unused = previous.filter((authority) => authority.notAfter <= now || isUnused(authority));
  const expired = next !== undefined && next.notAfter <= now ? [next] : [];
  return [...unused, ...expired].map(({ id }) => ({ kind: 'drop-authority', id }));
}

/** Every authority whose certificates there may be, or will be. */
export function authorityIds({ current, next, previous }: Authorities): readonly string[] {
  return [current, next, ...previous].flatMap((authority) => authority?.id ?? []);
}

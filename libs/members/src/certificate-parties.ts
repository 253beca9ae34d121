import { issuerOf, type LoadedCertificates, trustedBy } from './certificate-files.ts';
import { type Authorities, authorityIds, type Certificate, type Party } from './trust.ts';

/** What servers find when they start: the Secret that all members of a cluster mount. */
export type MountedCertificates = {
  /** Name of the Secret. */
  readonly name: string;
  /** Ids of the authorities in it. */
  readonly trusts: readonly string[];
  readonly certificate?: Certificate;
};

/** What is stored of a cluster's certificates, without any key. */
export type CertificateState = {
  readonly authorities: Authorities;
  readonly mounted: MountedCertificates;
  /** Which files a member uses that starts now; undefined where there are none, and no member can start. */
  readonly files: LoadedCertificates | undefined;
  /** PEM: all of `authorities`, always in the same order. */
  readonly authorityPem: string;
};

/** A running server; `loaded` is undefined where it cannot be asked. One that does not run is none: it reads the Secret when it starts. */
export type CertificateUser = { readonly name: string; readonly loaded: LoadedCertificates | undefined };

/** The authorities that clients are shown, and since when these and no others. */
export type PublishedAuthorities = { readonly ids: readonly string[]; readonly sinceMs: number };

export type PartiesInput = {
  readonly now: number;
  readonly authorities: Authorities;
  readonly mounted: MountedCertificates;
  /** Names that the certificate is to have. */
  readonly names: readonly string[];
  readonly users: readonly CertificateUser[];
  /** Absent until clients were shown any. */
  readonly published?: PublishedAuthorities | undefined;
  /** Authorities of certificates that clients may present, where they prove by one who they are. */
  readonly presented?: readonly string[] | undefined;
  readonly notice: ClientNotice;
};

/** How long clients are shown another authority before it signs, in milliseconds: what they trust cannot be asked. */
export type ClientNotice = {
  /** Where the one before it still signs, so that there is time: also clients that read it only when they start are to learn of it. */
  readonly plannedMs: number;
  /** Where it does not, having been lost, deleted on purpose or replaced: as long as a mounted Secret takes to reach a pod. */
  readonly urgentMs: number;
};

export const defaultClientNotice: ClientNotice = { plannedMs: 30 * 86_400_000, urgentMs: 120_000 };

/**
 * Who verifies whom in a cluster whose members share one certificate, which they mount and load by themselves: the Secret, which
 * holds the one certificate and is what every later start reads; each server that runs; and the clients.
 */
export function certificateParties(input: PartiesInput): readonly Party[] {
  const { authorities, mounted, names, users } = input;
  const known = authorityIds(authorities);
  const { certificate } = mounted;
  // Certificate and authority were both lost: servers that run can learn of another authority only with the certificate that it signs.
  const usesCurrent = ({ loaded }: CertificateUser) =>
    loaded === undefined || issuerOf(loaded.certificate, known) === authorities.current?.id;
  const mustWait = certificate !== undefined || users.some(usesCurrent);
  const store: Party = {
    name: mounted.name,
    names,
    trusts: mounted.trusts,
    presents: certificate === undefined ? [] : [certificate.issuer],
    ...(certificate !== undefined && { certificate }),
  };
  return [
    store,
    ...users.map((user) => ({ ...serverParty(user, known), ...(!mustWait && { trusts: known }) })),
    ...clientParty(input, known),
    // They verify nobody by it.
    ...(input.presented === undefined ? [] : [{ name: 'certificates of clients', trusts: known, presents: input.presented }]),
  ];
}

function serverParty({ name, loaded }: CertificateUser, known: readonly string[]): Party {
  if (loaded === undefined) return { name, trusts: undefined, presents: undefined };
  const issuer = issuerOf(loaded.certificate, known);
  return {
    name,
    trusts: trustedBy(loaded.trust, known),
    presents: issuer === undefined ? undefined : [issuer],
    ...(issuer !== undefined && { certificate: { id: loaded.certificate, issuer, names: [], ...unknownTimes } }),
  };
}

/** It is here for its issuer: one whose certificates are in use is trusted by those who cannot be asked. */
const unknownTimes = { notBefore: 0, notAfter: Number.POSITIVE_INFINITY };

function clientParty({ now, authorities, mounted, published, notice }: PartiesInput, known: readonly string[]): readonly Party[] {
  if (published === undefined) return [];
  const shown = known.filter((id) => published.ids.includes(id));
  const noticeMs = authorities.current === undefined ? notice.urgentMs : notice.plannedMs;
  const isNew = mounted.certificate !== undefined && now - published.sinceMs < noticeMs;
  return [{ name: 'clients', trusts: isNew ? shown.filter((id) => id !== authorities.next?.id) : shown, presents: [] }];
}

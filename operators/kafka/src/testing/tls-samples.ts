import { certificateFileName, type LoadedCertificates, type ObservedCertificates, trustFileName } from '@dataservices/members';
import type { KafkaMember, Observed } from '../observed.ts';
import { certificateNames } from '../resources/certificate-names.ts';
import { kafkaCluster, nowMs, type ObservedInput, observed } from './observed-builder.ts';

const dayMs = 86_400_000;
const [hexA, hexB] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string];

/** Authorities of three years, of which one has passed. */
export const authorityA = { id: hexA, notBefore: nowMs - 365 * dayMs, notAfter: nowMs + 2 * 365 * dayMs };
export const authorityB = { ...authorityA, id: hexB };

export const cluster = kafkaCluster({ tls: { mode: 'Enabled' } });

/** A certificate of a year by authority A, of which a day has passed. */
export const certificate = {
  id: 'c'.repeat(64),
  issuer: hexA,
  notBefore: nowMs - dayMs,
  notAfter: nowMs + 364 * dayMs,
  names: certificateNames(observed({ cluster })),
};

export const files: LoadedCertificates = { certificate: certificateFileName(certificate), trust: trustFileName([hexA]) };

/** What there is in a cluster at rest. */
export function tls(changes: Partial<ObservedCertificates> = {}): ObservedCertificates {
  return {
    authorities: { current: authorityA, previous: [] },
    mounted: { name: 'cart-kafka-certificates', trusts: [hexA], certificate },
    files,
    authorityPem: 'authority in PEM form\n',
    published: { ids: [hexA], sinceMs: 0 },
    ...changes,
  };
}

/** A whole cluster with TLS. @param loaded what a server has loaded, by the name of its pod; undefined where it does not answer */
export function encrypted(
  changes: Partial<ObservedCertificates> = {},
  loaded: (pod: string) => LoadedCertificates | undefined = () => files,
  input: ObservedInput = {},
): Observed {
  const given = observed({ cluster, ...input, changes: { tls: tls(changes), ...input.changes } });
  const withLoaded = (member: KafkaMember): KafkaMember => {
    const found = loaded(member.name);
    if (found === undefined) return { ...member, server: { state: 'unreachable', error: 'not reachable' } };
    return member.server.state === 'serving' ? { ...member, server: { ...member.server, loaded: found } } : member;
  };
  return { ...given, brokers: given.brokers.map(withLoaded), controllers: given.controllers.map(withLoaded) };
}

import type { LoadedCertificates, ObservedCertificates } from '@dataservices/members';
import { certificateSamples } from '@dataservices/members/testing';
import type { KafkaMember, Observed } from '../observed.ts';
import { certificateNames } from '../resources/certificate-names.ts';
import { kafkaCluster, nowMs, type ObservedInput, observed } from './observed-builder.ts';

export const cluster = kafkaCluster({ tls: { mode: 'Enabled' } });

export const { authorityA, authorityB, certificate, files, late, tls } = certificateSamples({
  nowMs,
  names: certificateNames(observed({ cluster })),
  secretName: 'cart-kafka-certificates',
  days: 365,
});

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

import type { CertificatePlan } from './own-certificates.ts';
import { isDue } from './own-certificates.ts';
import { type Certificate, drops, isTrusted, promotion, type TrustAction, type TrustInput, trustActions, untrusting } from './trust.ts';

export type ProvidedCertificateAction =
  | TrustAction
  /** Have the party present the certificate that was provided. */
  | { readonly kind: 'use-certificate'; readonly party: string; readonly certificate: string };

export type ProvidedCertificateInput = TrustInput & {
  /**
   * The certificate in the user's Secret. Its authority is `next` as long as it is another than `current`. The parties must not
   * mount that Secret themselves: it changes for all of them at once, and before anybody trusts its new authority.
   */
  readonly provided: Certificate;
};

/**
 * The same for a certificate that the user provides: it is used when everybody trusts its authority, and the authority before it
 * goes when nobody presents a certificate of it any more. Nothing is made; one that is not renewed in time is overdue.
 *
 * Prevents: a user's new certificate and authority, which come in one write, cutting off whoever reads them later than others.
 */
export function providedCertificates(input: ProvidedCertificateInput): CertificatePlan<ProvidedCertificateAction> {
  const { authorities, parties, provided, now } = input;
  const holders = parties.filter(({ names }) => names !== undefined);
  const canUse = provided.issuer === authorities.current?.id && isTrusted(input, provided.issuer);
  const outdated = holders.filter(({ certificate }) => certificate?.id !== provided.id);
  const used = canUse ? outdated.map(({ name }) => ({ kind: 'use-certificate' as const, party: name, certificate: provided.id })) : [];
  return {
    actions: [...trustActions(input), ...promotion(input), ...used, ...drops(input)],
    waitsFor: untrusting(input),
    overdue: isDue(provided, now) ? holders.map(({ name }) => name) : [],
  };
}

import type { CertificateState, PublishedAuthorities } from './certificate-parties.ts';
import type { Certificate } from './trust.ts';

/** All that is known of the certificates of a cluster whose members share one. */
export type ObservedCertificates = CertificateState & {
  /** What the binding shows; absent before there is one. */
  readonly published?: PublishedAuthorities;
  /** The certificate in the user's Secret. */
  readonly provided?: Certificate;
  /** Why that one cannot be used; the sentence goes to the Stalled condition. */
  readonly problem?: string;
};

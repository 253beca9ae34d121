import type { Certificate } from '@dataservices/members';
import type { TrustWitness } from './trust-witness.ts';

/** How the operator reaches the members of a cluster with TLS, and asks them for what they have loaded. */
export type TlsAccess = {
  /** PEM: every authority of the cluster. */
  readonly authorities: string;
  /** Of the headless Service: a member's certificate is for `<pod>.<domain>`. */
  readonly domain: string;
  /** What members mount. */
  readonly mounted: { readonly certificate?: Certificate; readonly trusts: readonly string[] };
  /** By whom members are asked whether they trust the next authority; absent while there is none. */
  readonly witness?: TrustWitness;
  /** Who was found to trust it, to be shared by all passes: nobody unlearns that for as long as its pod lives. */
  readonly proven?: Set<string>;
};

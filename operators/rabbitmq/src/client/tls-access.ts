import type { TrustWitness } from '@dataservices/certificates';
import type { Certificate } from '@dataservices/members';

/** How the operator reaches the nodes of a cluster with TLS, and asks them for what they have loaded. */
export type TlsAccess = {
  /** PEM: every authority of the cluster. */
  readonly authorities: string;
  /** Of the headless Service: a node's certificate is for `<pod>.<domain>`. */
  readonly domain: string;
  /** What nodes mount. */
  readonly mounted: { readonly certificate?: Certificate; readonly trusts: readonly string[] };
  /** By whom nodes are asked whether they trust the next authority; absent while there is none. */
  readonly witness?: TrustWitness;
  /** Who was found to trust it, to be shared by all passes: nobody unlearns that for as long as its pod lives. */
  readonly proven?: Set<string>;
};

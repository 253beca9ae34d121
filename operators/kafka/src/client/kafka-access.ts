import type { TlsAccess } from '@dataservices/certificates';
import type { Patience } from '@dataservices/reconcile';
import type { Target } from './views.ts';

/** As whom the operator logs in, and by what it knows the nodes. */
export type KafkaAccess = {
  /**
   * The brokers' internal listener: every broker that is believed to run, in any order. A call for one broker goes to the one with its node id here,
   * whatever the cluster advertises.
   */
  readonly brokers: readonly Target[];
  /** The controllers' listener, to ask about the quorum where no broker answers. */
  readonly controllers?: readonly Target[] | undefined;
  /** Absent where the listener speaks plaintext. */
  readonly tls?: KafkaTls | undefined;
  /** Absent where the listener asks for no login, or a certificate is the login. */
  readonly sasl?: KafkaSasl | undefined;
  /** Time limit of each call in milliseconds, connecting and logging in included. Default 5000. */
  readonly timeoutMs?: number | undefined;
  /** What is known of nodes that do not answer, to be shared by all passes. Default: nothing. */
  readonly patience?: Patience | undefined;
};

export type KafkaTls = {
  /** PEM: every authority of the cluster. */
  readonly authorities: string;
  /** The operator's own certificate and key in PEM form, for listeners that want one. */
  readonly own?: { readonly certificate: string; readonly key: string } | undefined;
  /** By what nodes are asked which certificates they have loaded. Absent: nobody wants to know. */
  readonly look?: Pick<TlsAccess, 'mounted' | 'witness' | 'proven'> | undefined;
};

export type KafkaSasl = {
  readonly mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512' | 'PLAIN';
  readonly username: string;
  readonly password: string;
};

import { annotationKeys, rfc3339Seconds, type StoredObject } from '@dataservices/plan';

export type AuthoritiesInput = {
  /** The binding as it is stored. */
  readonly stored: StoredObject | undefined;
  /** What its key `ca.crt` is to hold, in base64; undefined without TLS. */
  readonly authorities: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** Annotations of a binding: since when clients are shown these authorities and no others. */
export function authoritiesSince({ stored, authorities, now }: AuthoritiesInput): Readonly<Record<string, string>> {
  if (authorities === undefined) return {};
  const { data } = (stored ?? {}) as { readonly data?: Readonly<Record<string, string>> };
  const since = stored?.metadata.annotations?.[annotationKeys.authoritiesSince];
  const isSame = data?.['ca.crt'] === authorities && since !== undefined;
  return { [annotationKeys.authoritiesSince]: isSame ? since : rfc3339Seconds(now) };
}

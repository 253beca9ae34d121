import type { TlsAccess } from '@dataservices/certificates';
import type { Verification } from './dial.ts';
import type { Target } from './port.ts';

/** How a connection to this member is verified; undefined without TLS. */
export function verificationOf({ pod }: Target, tls: TlsAccess | undefined): Verification | undefined {
  return tls && { authorities: tls.authorities, name: `${pod}.${tls.domain}` };
}

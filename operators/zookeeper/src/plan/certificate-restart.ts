import { compareVersions } from '@dataservices/plan';
import type { Observed, ZookeeperMember } from '../observed.ts';

/** Before it, a server shows its clients the certificate that it has started with. */
const firstThatReloads = '3.9.0';

/**
 * Whether a member has to restart to show clients the certificate that is to be used. Whom it trusts, and what it shows to other members,
 * every version loads as it runs.
 *
 * Prevents: a certificate that expires in use although another one was issued in time.
 */
export function mustRestartForCertificate({ tls }: Observed, { server }: ZookeeperMember): boolean {
  if (server.state !== 'serving' || server.loaded === undefined || tls?.files === undefined) return false;
  return server.loaded.certificate !== tls.files.certificate && compareVersions(server.version, firstThatReloads) < 0;
}

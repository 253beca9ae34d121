import type { LoadedCertificates } from '@dataservices/members';
import type { Redis } from 'ioredis';
import type { Credentials } from './connection.ts';
import { parseInfo } from './info.ts';

/** Which files a server has loaded: its settings are those of the last time that all of them could be. */
export async function loadedByServer(connection: Redis, { tls }: Credentials): Promise<LoadedCertificates | undefined> {
  if (tls === undefined) return undefined;
  const reply = (await connection.call('CONFIG', 'GET', 'tls-cert-file', 'tls-ca-cert-file')) as readonly string[];
  const fileOf = (key: string) => /([^/]+)\.crt$/.exec(reply[reply.indexOf(key) + 1] ?? '')?.[1];
  return loaded(fileOf('tls-cert-file'), fileOf('tls-ca-cert-file'));
}

/** A sentinel does not tell its settings. Its start script puts what it loads into the name of the folder of its configuration. */
export async function loadedBySentinel(connection: Redis, { tls }: Credentials): Promise<LoadedCertificates | undefined> {
  if (tls === undefined) return undefined;
  const file = parseInfo(await connection.info('server')).get('config_file') ?? '';
  const { certificate, trust } = /\/loaded:(?<certificate>[^:/]+):(?<trust>[^:/]+)\/[^/]+$/.exec(file)?.groups ?? {};
  return loaded(certificate, trust);
}

export function loaded(certificate: string | undefined, trust: string | undefined): LoadedCertificates | undefined {
  return certificate === undefined || trust === undefined ? undefined : { certificate, trust };
}

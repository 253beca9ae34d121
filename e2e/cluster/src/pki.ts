import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const validDays = 3650;

export type Identity = {
  /** File name without its ending; also what the certificate is called in the paths below. */
  readonly name: string;
  readonly commonName: string;
  readonly organization?: string;
  /** Subject alternative names as openssl writes them: `DNS:…` or `IP:…`. */
  readonly names?: readonly string[];
};

export type KeyPair = { readonly certificate: string; readonly key: string };

/** The paths of a certificate and its key, whether they exist yet or not. */
export function keyPair(folder: string, name: string): KeyPair {
  return { certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
}

/**
 * Makes a certificate authority (`ca`), the key that signs service account tokens (`service-account.key`, `.pub`), and one certificate per identity.
 *
 * @throws when openssl is missing or refuses an identity
 */
export async function createPki(folder: string, identities: readonly Identity[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await createAuthority(folder);
  await Promise.all([createServiceAccountKey(folder), ...identities.map((identity) => issueCertificate(folder, identity))]);
}

async function createAuthority(folder: string): Promise<void> {
  await requestCertificate(
    folder,
    'ca',
    '/CN=kubernetes',
    ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'],
    [],
  );
}

async function issueCertificate(folder: string, { name, commonName, organization, names = [] }: Identity): Promise<void> {
  const subject = `${organization === undefined ? '' : `/O=${organization}`}/CN=${commonName}`;
  const extensions = ['keyUsage=digitalSignature', 'extendedKeyUsage=clientAuth,serverAuth'];
  if (names.length > 0) extensions.push(`subjectAltName=${names.join(',')}`);
  const authority = keyPair(folder, 'ca');
  await requestCertificate(folder, name, subject, extensions, ['-CA', authority.certificate, '-CAkey', authority.key]);
}

async function requestCertificate(
  folder: string,
  name: string,
  subject: string,
  extensions: readonly string[],
  signer: readonly string[],
): Promise<void> {
  const { certificate, key } = keyPair(folder, name);
  const config = join(folder, `${name}.cnf`);
  // A configuration of its own: the machine's default one adds CA:TRUE to every certificate.
  await writeFile(
    config,
    `[req]\ndistinguished_name=subject\nx509_extensions=extensions\n[subject]\n[extensions]\n${extensions.join('\n')}\n`,
  );
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const output = ['-keyout', key, '-out', certificate, '-days', `${validDays}`, '-subj', subject, '-config', config];
  await run('openssl', ['req', '-x509', ...curve, ...output, ...signer]);
}

async function createServiceAccountKey(folder: string): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await writeFile(join(folder, 'service-account.pub'), publicKey);
  await writeFile(join(folder, 'service-account.key'), privateKey, { mode: 0o600 });
}

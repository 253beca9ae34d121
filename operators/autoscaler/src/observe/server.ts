import type { AutoScaler } from '@dataservices/api';
import { type AddressPolicy, checkAddress } from '../prometheus/address-policy.ts';
import type { Server } from '../prometheus/port.ts';
import type { SecretReader } from './secrets.ts';

export type ServerInput = {
  readonly scaler: AutoScaler;
  readonly defaultAddress: string | undefined;
  readonly allowedHosts: AddressPolicy['allowedHosts'];
  readonly readSecret: SecretReader;
  readonly signal: AbortSignal;
};

type Problem = { readonly error: string };

/** Whom an AutoScaler asks, and how; or why nobody can be asked. Nothing of a Secret is ever in the reason. */
export async function serverOf({ scaler, defaultAddress, allowedHosts, readSecret, signal }: ServerInput): Promise<Server | Problem> {
  const { address = defaultAddress, authSecretName, tls } = scaler.spec.prometheus;
  if (address === undefined)
    return { error: 'there is no Prometheus to ask: set spec.prometheus.address, or prometheus.address of the chart' };
  const url = checkAddress(address, allowedHosts);
  if ('error' in url) return url;
  const secret = (name: string) => readSecret(scaler.metadata.namespace, name, signal);
  const authorization = authSecretName === undefined ? undefined : authorizationFrom(await secret(authSecretName), authSecretName);
  if (typeof authorization === 'object') return authorization;
  const material = tls === undefined ? {} : tlsFrom(await secret(tls.secretName), tls.secretName);
  if ('error' in material) return material;
  return {
    url,
    ...(authorization !== undefined && { authorization }),
    ...(tls !== undefined && { tls: { ...material, ...(tls.serverName !== undefined && { servername: tls.serverName }) } }),
  };
}

type Data = Readonly<Record<string, string>> | undefined;

function authorizationFrom(data: Data, name: string): string | Problem {
  if (data === undefined) return { error: `the Secret ${name} is not there` };
  const { token, username, password } = data;
  // A line break at the end is what most editors leave, and no header may have one.
  if (token !== undefined) return `Bearer ${token.trim()}`;
  if (username !== undefined && password !== undefined) return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return { error: `the Secret ${name} has neither token nor username and password` };
}

function tlsFrom(data: Data, name: string): NonNullable<Server['tls']> | Problem {
  if (data === undefined) return { error: `the Secret ${name} is not there` };
  const { 'ca.crt': ca, 'tls.crt': cert, 'tls.key': key } = data;
  if ((cert === undefined) !== (key === undefined)) return { error: `the Secret ${name} has only one of tls.crt and tls.key` };
  return { ...(ca !== undefined && { ca }), ...(cert !== undefined && key !== undefined && { cert, key }) };
}

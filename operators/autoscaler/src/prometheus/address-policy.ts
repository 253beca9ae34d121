import { BlockList, isIP } from 'node:net';

/** Which servers may be asked. An AutoScaler is written by whoever owns a namespace, and the operator reaches more than that person does. */
export type AddressPolicy = {
  /** `name`, `name:port` or `*.domain`, in lower case. An address as a number is allowed only where it is an entry itself. */
  readonly allowedHosts: readonly string[];
  /** Asked for anew with each connection: nodes come and go. */
  readonly forbiddenAddresses: () => readonly string[];
};

const forbiddenNets: readonly (readonly [net: string, prefix: number, type: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  // Link-local, where clouds serve the credentials of their machines.
  ['169.254.0.0', 16, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

/** The address as a URL, or why it must not be asked. Names are looked up later, and what they stand for is checked then. */
export function checkAddress(address: string, allowedHosts: AddressPolicy['allowedHosts']): URL | { readonly error: string } {
  if (!URL.canParse(address)) return { error: 'spec.prometheus.address is no address' };
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { error: 'spec.prometheus.address must be http or https' };
  if (url.username !== '' || url.password !== '') return { error: 'spec.prometheus.address must not have a user: use authSecretName' };
  if (url.search !== '' || url.hash !== '') return { error: 'spec.prometheus.address must not have a query or a fragment' };
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const host = bareHost(url);
  if (allowedHosts.some((entry) => isMatch(entry, host, port))) return url;
  return {
    error: `the operator is not set up to ask the host ${host} on port ${port}: prometheus.allowedHosts of its chart says whom it may ask`,
  };
}

/** Without the brackets of IPv6. */
export function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

function isMatch(entry: string, host: string, port: string): boolean {
  if (entry.startsWith('*.')) return isIP(host) === 0 && host.endsWith(entry.slice(1)) && host.length > entry.length - 1;
  return entry === host || entry === `${host}:${port}` || entry === `[${host}]:${port}`;
}

/** Whether an address that a name stands for must not be connected to. */
export function forbids({ forbiddenAddresses }: Pick<AddressPolicy, 'forbiddenAddresses'>): (address: string) => boolean {
  const nets = new BlockList();
  for (const [net, prefix, type] of forbiddenNets) nets.addSubnet(net, prefix, type);
  return (address) => {
    const family = familyOf(address);
    return family === undefined || nets.check(address, family) || listOf(forbiddenAddresses()).check(address, family);
  };
}

function listOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) {
    const family = familyOf(address);
    if (family !== undefined) list.addAddress(address, family);
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 6 ? 'ipv6' : 'ipv4';
}

import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

export type Resolve = (host: string, answer: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void;

const resolveBySystem: Resolve = (host, answer) => systemLookup(host, { all: true }, answer);

/**
 * Looks names up for a connection, and refuses those of which any address is forbidden. The connection is made to the very addresses that were
 * checked: a name that stands for another address a moment later leads nowhere else.
 */
export function checkedLookup(isForbidden: (address: string) => boolean, resolve: Resolve = resolveBySystem): LookupFunction {
  return (host, options, callback) =>
    resolve(host, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null) callback(error, '', 0);
      else if (first === undefined) callback(new Error(`${host} has no address`), '', 0);
      else if (addresses.some(({ address }) => isForbidden(address)))
        callback(new Error(`${host} stands for an address that must not be asked`), '', 0);
      else if (options.all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
}

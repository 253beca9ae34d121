export type Address = { readonly host: string; readonly port: number };

/** @throws an error that says what it may be */
export function parseAddress(address: string): Address {
  // The last colon: an IPv6 address has more of them.
  const match = address.match(/^\[?(.+?)\]?:(\d{1,5})$/);
  if (!match?.[1]) throw new Error(`${address} is not host:port`);
  return { host: match[1], port: Number(match[2]) };
}

/** @throws an error that names the option and says what it may be */
export function parseNumber(name: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max && value.trim() !== '') return number;
  throw new Error(`--${name} must be a whole number from ${min} to ${max}, not ${value}`);
}

/** JSON with sorted keys: equal values give equal text, whatever the order of their construction. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return entry;
    return Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const wordSize = 2 ** 32;
const primeLow = 0x1b3;

/**
 * FNV-1a, 64 bits, of the canonical JSON: 16 hexadecimal digits. For change detection only, never for security.
 *
 * The prime is 2^40 + 0x1b3, so that the product of two 64-bit numbers falls apart into sums that a double holds exactly.
 */
export function stableHash(value: unknown): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of new TextEncoder().encode(canonicalJson(value))) {
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * primeLow;
    low = product % wordSize;
    high = (high * primeLow + Math.floor(product / wordSize) + mixed * 256) % wordSize;
  }
  return [high, low].map((word) => word.toString(16).padStart(8, '0')).join('');
}

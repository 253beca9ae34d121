/** JSON with sorted keys: equal values give equal text, whatever the order of their construction. */
export function canonicalJson(value: unknown): string {
  // Sorted before it is written: JSON.stringify takes three times as long where it asks a function about every entry.
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  if ('toJSON' in value && typeof value.toJSON === 'function') return sorted(value.toJSON());
  const entries = value as Record<string, unknown>;
  // Without a prototype, a key `__proto__` is a key like any other.
  const result: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(entries).sort()) result[key] = sorted(entries[key]);
  return result;
}

const encoder = new TextEncoder();
const primeLow = 0x1b3;
const lowerHalf = 0xffff;

/**
 * FNV-1a, 64 bits, of the canonical JSON: 16 hexadecimal digits. For change detection only, never for security.
 *
 * The prime is 2^40 + 0x1b3, so that the product falls apart into sums of 32-bit integers. Planners hash the specification
 * of every pod in every pass: with doubles, that was half of their time.
 */
export function stableHash(value: unknown): string {
  let high = 0xcbf29ce4 | 0;
  let low = 0x84222325 | 0;
  for (const byte of encoder.encode(canonicalJson(value))) {
    const mixed = low ^ byte;
    const lower = (mixed & lowerHalf) * primeLow;
    const upper = (mixed >>> 16) * primeLow + (lower >>> 16);
    low = (upper << 16) | (lower & lowerHalf);
    high = (Math.imul(high, primeLow) + (upper >>> 16) + (mixed << 8)) | 0;
  }
  return [high, low].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Powers that Redis knows: `1k` is 1000 and `1kb` is 1024 bytes. */
const units: Readonly<Record<string, bigint>> = {
  '': 1n,
  b: 1n,
  k: 1_000n,
  kb: 1_024n,
  m: 1_000_000n,
  mb: 1_048_576n,
  g: 1_000_000_000n,
  gb: 1_073_741_824n,
};

/** Settings whose value is a text of the user's, in which case matters. */
const texts: ReadonlySet<string> = new Set(['availability-zone', 'locale-collate']);

/** What `A` stands for in notify-keyspace-events. */
const allEvents = 'g$lshzxetd';

/**
 * Whether a server that shows `actual` has what was asked for. A server shows a value in its own way: `100mb` as bytes, words in lower
 * case, event classes in an order of its own, all buffer limits where one was set.
 */
export function isSameSetting(key: string, wanted: string, actual: string): boolean {
  if (wanted === actual) return true;
  if (texts.has(key)) return false;
  if (key === 'notify-keyspace-events') return eventClasses(wanted) === eventClasses(actual);
  if (key === 'client-output-buffer-limit') return hasLimits(wanted, actual);
  return words(wanted).join(' ') === words(actual).join(' ');
}

function words(value: string): readonly string[] {
  return value
    .trim()
    .split(/\s+/)
    .map((word) => word.toLowerCase())
    .map((word) => memory(word) ?? decimal(word) ?? word);
}

/** What a size of memory comes to in bytes, as Redis reads it; undefined for what is none. */
export function bytesOf(value: string): number | undefined {
  const bytes = memory(value.trim().toLowerCase());
  return bytes === undefined ? undefined : Number(bytes);
}

function memory(word: string): string | undefined {
  const [, digits, unit] = /^(\d+)([kmg]?b?)$/.exec(word) ?? [];
  const factor = unit === undefined ? undefined : units[unit];
  return digits === undefined || factor === undefined ? undefined : String(BigInt(digits) * factor);
}

function decimal(word: string): string | undefined {
  return /^\d+\.\d+$/.test(word) ? String(Number(word)) : undefined;
}

function eventClasses(value: string): string {
  return [...new Set(value.replaceAll('A', allEvents))].sort().join('');
}

/** Four words for each class of clients; a class that is not mentioned stays as it is. */
function hasLimits(wanted: string, actual: string): boolean {
  const shown = limits(actual);
  return [...limits(wanted)].every(([name, limit]) => shown.get(name) === limit);
}

function limits(value: string): ReadonlyMap<string, string> {
  const all = words(value);
  const classes = all.filter((_, at) => at % 4 === 0);
  return new Map(classes.map((name, at) => [name === 'slave' ? 'replica' : name, all.slice(at * 4 + 1, at * 4 + 4).join(' ')]));
}

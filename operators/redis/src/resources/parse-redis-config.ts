/** Reads what `renderRedisConfig` wrote. Comments and quotes within words, which it never writes, are not understood. */
export function parseRedisConfig(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const space = line.indexOf(' ');
      return [line.slice(0, space), unquoted(line.slice(space + 1))];
    }),
  );
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
}

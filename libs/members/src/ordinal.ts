/** The number behind `<prefix>-`, from 0 to 9999 without leading zeros; undefined where the name is another. */
export function ordinalOf(name: string, prefix: string): number | undefined {
  const rest = name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : '';
  return /^(0|[1-9]\d{0,3})$/.test(rest) ? Number(rest) : undefined;
}

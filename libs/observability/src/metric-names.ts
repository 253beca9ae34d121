const words = new Set(['by', 'on', 'and', 'or', 'unless', 'bool', 'offset', 'group_left', 'group_right', 'without', 'ignoring']);

/** The metrics that a query asks for. */
export function metricNames(expr: string): readonly string[] {
  const bare = expr
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\b(by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)/g, '')
    .replaceAll(/\boffset \w+/g, '');
  const names = [...bare.matchAll(/(?<!\w)[a-zA-Z_:][\w:]*(?!\w|\s*\()/g)].map(([name]) => name);
  return [...new Set(names.filter((name) => !words.has(name)))];
}

const matchers = String.raw`\{(?:"[^"]*"|[^"}])*\}`;

/**
 * What a query is made of, as far as it matters to know the names of metrics: texts, matchers, ranges, lists of labels, offsets, and selectors, which
 * are names that no parenthesis follows. The first group is the name, the second its matchers.
 */
const parts = new RegExp(
  [
    '"[^"]*"',
    matchers,
    String.raw`\[[^\]]*\]`,
    String.raw`\b(?:by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)`,
    String.raw`\boffset \w+`,
    String.raw`(?<![\w.])([a-zA-Z_:][\w:]*)(?![\w:]|\s*\(|\s+(?:by|without)\b)(${matchers})?`,
  ].join('|'),
  'g',
);

const words = new Set(['by', 'on', 'and', 'or', 'unless', 'bool', 'offset', 'group_left', 'group_right', 'without', 'ignoring']);

/** A query with each of its selectors replaced. */
export function mapSelectors(expr: string, change: (metric: string, matchers: string) => string): string {
  return expr.replaceAll(parts, (part: string, metric: string | undefined, own = '') =>
    metric === undefined || words.has(metric) ? part : change(metric, own),
  );
}

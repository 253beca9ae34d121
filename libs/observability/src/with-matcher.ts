import { mapSelectors } from './selectors.ts';

/** A query of those series alone that match: others may have metrics of the same names. */
export function withMatcher(expr: string, matcher: string): string {
  return mapSelectors(expr, (metric, matchers) => `${metric}{${[matcher, matchers.slice(1, -1)].filter((one) => one !== '').join(',')}}`);
}

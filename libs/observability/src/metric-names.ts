import { mapSelectors } from './selectors.ts';

/** The metrics that a query asks for. */
export function metricNames(expr: string): readonly string[] {
  const names = new Set<string>();
  mapSelectors(expr, (metric, matchers) => {
    names.add(metric);
    return metric + matchers;
  });
  return [...names];
}

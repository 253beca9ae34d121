// Of a panel as wide as half a screen, for the last hour, where Prometheus scrapes every 15 s.
const builtIn = { __rate_interval: '1m', __interval: '15s', __range: '1h' };

/**
 * A query as Grafana asks it.
 *
 * @param values of the dashboard's variables
 * @param options.rateInterval what stands for `$__rate_interval`: at least four times the time between scrapes. Default 1m
 * @throws RangeError that names the variable without a value
 */
export function concreteQuery(
  expr: string,
  values: Readonly<Record<string, string>>,
  { rateInterval = builtIn.__rate_interval }: { readonly rateInterval?: string } = {},
): string {
  const all: Readonly<Record<string, string>> = { ...builtIn, __rate_interval: rateInterval, ...values };
  return expr.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const value = all[name];
    if (value === undefined) throw new RangeError(`the query uses $${name}, which has no value: ${expr}`);
    return value;
  });
}

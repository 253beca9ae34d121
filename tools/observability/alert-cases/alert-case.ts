/** Values by series, each as promtool writes them: `1x200` is 200 times 1, `0+5x200` grows by 5; one every 15 s. */
export type SeriesValues = Readonly<Record<string, string>>;

export type AlertCase = {
  readonly alert: string;
  /** When the bad series have made it fire. Default 5m. */
  readonly at?: string;
  readonly bad: SeriesValues;
  /** Nearly the same, and no reason for an alarm. */
  readonly good: SeriesValues;
  /** Of the alert that fires, beside its severity. */
  readonly labels: Readonly<Record<string, string>>;
};

export const shop = { namespace: 'shop', dataservices_dev_cluster: 'cart' };

/** A series of a pod of the cluster shop/cart. */
export function series(metric: string, pod: string, further = ''): string {
  return `${metric}{namespace="shop",dataservices_dev_cluster="cart",pod="${pod}"${further === '' ? '' : `,${further}`}}`;
}

import type { Condition, StoredObject } from '@dataservices/plan';
import { Gauge, type Registry } from 'prom-client';

type CertificateTimes = { readonly notBefore: string; readonly notAfter: string };

type WithStatus = StoredObject & {
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly operation?: { readonly rule: string };
    readonly certificate?: CertificateTimes;
  };
};

type Labels = Readonly<Record<string, string>>;
type Series = readonly [labels: Labels, value: number];

const values = { True: 1, False: 0, Unknown: -1 } as const;
const objectLabels = ['kind', 'namespace', 'name'] as const;

/**
 * What the custom resources themselves say, so that alerts need nothing beside the operator: read from its cache at each scrape, so that an
 * object that is gone has no series.
 *
 * @returns adds a kind; `list` gives its objects
 */
export function objectMetrics(registry: Registry): (kind: string, list: () => readonly StoredObject[]) => void {
  const lists = new Map<string, () => readonly StoredObject[]>();
  const read = (seriesOf: (object: WithStatus) => readonly Series[]) =>
    [...lists].flatMap(([kind, list]) =>
      list().flatMap((object) => {
        const { namespace = '', name } = object.metadata;
        return seriesOf(object).map(([labels, value]): Series => [{ kind, namespace, name, ...labels }, value]);
      }),
    );
  const conditions = 'A condition of a custom resource: 1 True, 0 False, -1 Unknown';
  collected(registry, 'operator_resource_condition', conditions, 'type', () => read(conditionSeries));
  const operations = 'What is being done with a custom resource, or waited for, as its status says: 1 while it is';
  collected(registry, 'operator_resource_operation', operations, 'operation', () => read(operationSeries));
  const size = 'The size that a custom resource asks for; 0: stopped on purpose';
  collected(registry, 'operator_resource_desired_replicas', size, undefined, () => read(sizeSeries));
  for (const [time, text] of [
    ['notBefore', 'When the certificate of a cluster began'],
    ['notAfter', 'When the certificate of a cluster ends, or its authority where that ends sooner'],
  ] as const) {
    const name = `operator_certificate_${time === 'notBefore' ? 'not_before' : 'expiry'}_timestamp_seconds`;
    collected(registry, name, `${text}, in seconds since 1970`, undefined, () => read(certificateSeries(time)));
  }
  return (kind, list) => void lists.set(kind, list);
}

function conditionSeries({ status }: WithStatus): readonly Series[] {
  return (status?.conditions ?? []).map(({ type, status: value }): Series => [{ type }, values[value]]);
}

function operationSeries({ status }: WithStatus): readonly Series[] {
  const rule = status?.operation?.rule;
  return rule === undefined ? [] : [[{ operation: rule }, 1]];
}

function sizeSeries({ spec }: WithStatus): readonly Series[] {
  return spec?.replicas === undefined ? [] : [[{}, spec.replicas]];
}

function certificateSeries(time: keyof CertificateTimes): (object: WithStatus) => readonly Series[] {
  return ({ status }) => {
    const seconds = Date.parse(status?.certificate?.[time] ?? '') / 1000;
    return Number.isNaN(seconds) ? [] : [[{}, seconds]];
  };
}

function collected(registry: Registry, name: string, help: string, label: string | undefined, read: () => readonly Series[]): void {
  new Gauge({
    name,
    help,
    labelNames: label === undefined ? objectLabels : [...objectLabels, label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.set(labels, value);
    },
  });
}

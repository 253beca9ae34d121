import { type Ref, resources } from '@dataservices/kube';
import { endOf, type Matrix, type TimeGrid } from '@dataservices/observability';
import type { KubeObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import { isPodReady, readPod } from './pod.ts';
import { fieldManager, type TestBed } from './test-bed.ts';

const port = 9090;

/**
 * Runs a Prometheus in a namespace that scrapes the exporters of one Redis, and waits until it has seen them.
 *
 * @param members of which each has an exporter
 * @returns its address, for AutoScalers
 */
export async function runPrometheus(bed: TestBed, redis: Required<Ref>, members = 3): Promise<string> {
  const ref = { namespace: redis.namespace, name: 'prometheus' };
  const address = await startPrometheus(bed, ref, { 'prometheus.yml': JSON.stringify(configFor(redis)) });
  const exporters = async () => (await askPrometheus(bed, ref.namespace, 'sum(redis_up)')) === members;
  await waitUntil(exporters, { what: 'Prometheus to have seen all exporters', timeoutMs: 60_000 });
  return address;
}

/**
 * Starts a Prometheus and waits until it is ready. Questions are put to the one of the name `prometheus`.
 *
 * @param files its configuration, `prometheus.yml`, and what that names
 * @param serviceAccountName whose token it has, to find pods with. Omitted: none
 * @returns its address, for AutoScalers
 */
export async function startPrometheus(
  bed: TestBed,
  ref: Required<Ref>,
  files: Readonly<Record<string, string>>,
  serviceAccountName?: string,
): Promise<string> {
  const labels = { app: ref.name };
  const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: ref, data: files };
  const service = { apiVersion: 'v1', kind: 'Service', metadata: ref, spec: { selector: labels, ports: [{ port }] } };
  await bed.kube.apply(resources.configMaps, config, { fieldManager });
  await bed.kube.apply(resources.services, service, { fieldManager });
  await bed.kube.create(resources.pods, prometheusPod(bed, ref, labels, serviceAccountName));
  await waitUntil(async () => isPodReady(await readPod(bed.kube, ref)), { what: 'Prometheus to be ready', timeoutMs: 60_000 });
  return `http://${ref.name}.${ref.namespace}.svc.cluster.local:${port}`;
}

type Answer = { readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] } };

/** The one number that a query gives; undefined where there is none. */
export async function askPrometheus({ podHttp }: TestBed, namespace: string, promql: string): Promise<number | undefined> {
  const path = `/api/v1/query?${new URLSearchParams({ query: promql })}`;
  const { data } = await podHttp.getJson<Answer>({ namespace, pod: 'prometheus', port }, path).catch(() => ({ data: { result: [] } }));
  const [series] = data.result;
  return series === undefined ? undefined : Number(series.value[1]);
}

export type Series = { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] };

/** Every series that a query gives. @throws Error where Prometheus refuses the query */
export async function askSeries({ podHttp }: TestBed, namespace: string, promql: string): Promise<readonly Series[]> {
  const path = `/api/v1/query?${new URLSearchParams({ query: promql })}`;
  const { data } = await podHttp.getJson<{ readonly data: { readonly result: readonly Series[] } }>(
    { namespace, pod: 'prometheus', port },
    path,
  );
  return data.result;
}

/** What a query gave at each of some times in the past. @throws Error where Prometheus refuses the query */
export async function askRange({ podHttp }: TestBed, namespace: string, promql: string, grid: TimeGrid): Promise<Matrix> {
  const range = { start: String(grid.start), end: String(endOf(grid)), step: String(grid.stepSeconds) };
  const path = `/api/v1/query_range?${new URLSearchParams({ query: promql, ...range })}`;
  const { data } = await podHttp.getJson<{ readonly data: { readonly result: Matrix } }>({ namespace, pod: 'prometheus', port }, path);
  return data.result;
}

/** What time it is for Prometheus, as a Unix time in seconds. @throws Error where it does not answer */
export async function prometheusTime(bed: TestBed, namespace: string): Promise<number> {
  const [now] = await askSeries(bed, namespace, 'vector(time())');
  if (now === undefined) throw new Error(`Prometheus in ${namespace} does not know the time`);
  return Number(now.value[1]);
}

/** JSON is YAML. Members are found by the name that has all of them, so that those that come are scraped too. */
function configFor({ namespace, name }: Required<Ref>): object {
  const found = { names: [`${name}-redis-nodes.${namespace}.svc.cluster.local`], type: 'A', port: 9121, refresh_interval: '3s' };
  return { global: { scrape_interval: '2s', scrape_timeout: '2s' }, scrape_configs: [{ job_name: 'redis', dns_sd_configs: [found] }] };
}

function prometheusPod(
  { cluster: { registry } }: TestBed,
  ref: Required<Ref>,
  labels: Readonly<Record<string, string>>,
  serviceAccountName: string | undefined,
): KubeObject {
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...ref, labels },
    spec: {
      ...(serviceAccountName === undefined ? { automountServiceAccountToken: false } : { serviceAccountName }),
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsNonRoot: true, runAsUser: 65_534, fsGroup: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'prometheus',
          image: `${registry === undefined ? '' : `${registry}/`}prom/prometheus:v2.53.3`,
          imagePullPolicy: 'IfNotPresent',
          ports: [{ name: 'http', containerPort: port }],
          readinessProbe: { httpGet: { path: '/-/ready', port: 'http' }, periodSeconds: 1 },
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          volumeMounts: [
            { name: 'config', mountPath: '/etc/prometheus' },
            { name: 'data', mountPath: '/prometheus' },
          ],
        },
      ],
      volumes: [
        { name: 'config', configMap: { name: ref.name } },
        { name: 'data', emptyDir: {} },
      ],
    },
  };
  return object;
}

import { alertGroups, dashboards, ruleGroups } from '@dataservices/observability';
import { expect, test } from 'vitest';
import { toYaml } from '../generate/crds.ts';
import { type Manifest, parseManifests } from './manifest.ts';
import { renderChart } from './render-chart.ts';

const runbooks = 'https://wiki.example/runbooks';
const all = {
  crds: { install: false },
  monitoring: {
    runbooks,
    podMonitor: { enabled: true, interval: '15s', labels: { release: 'prometheus' } },
    serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
    alerts: { enabled: true, labels: { release: 'prometheus' } },
    dashboards: { enabled: true, namespace: 'grafana', annotations: { grafana_folder: 'dataservices' } },
  },
};

type Rendered = Manifest & { readonly data?: Readonly<Record<string, string>>; readonly spec?: object };

function render(values: object): readonly Rendered[] {
  return parseManifests(renderChart({ namespace: 'dataservices-system', values })) as readonly Rendered[];
}

const monitoringKinds = ['PodMonitor', 'ServiceMonitor', 'PrometheusRule', 'ConfigMap'];

test('nothing of it is there unless it is asked for', () => {
  expect(render({}).filter(({ kind }) => monitoringKinds.includes(kind))).toEqual([]);
});

test('every dashboard has a ConfigMap that the sidecar finds, with links to where the runbooks are', () => {
  const maps = render(all).filter(({ kind }) => kind === 'ConfigMap');
  expect(maps.map(({ metadata }) => metadata.name).sort()).toEqual(dashboards.map(({ uid }) => uid).sort());
  for (const { metadata, data = {} } of maps) {
    expect(metadata).toMatchObject({
      namespace: 'grafana',
      labels: { grafana_dashboard: '1' },
      annotations: { grafana_folder: 'dataservices' },
    });
    const { uid, templating } = JSON.parse(data[`${metadata.name}.json`] ?? '') as { uid: string; templating: { list: object[] } };
    expect(uid).toBe(metadata.name);
    expect(templating.list).toContainEqual(expect.objectContaining({ name: 'runbooks', query: runbooks }));
  }
});

test('the alerts are in a PrometheusRule, with links to where the runbooks are', () => {
  const [rule] = render(all).filter(({ kind }) => kind === 'PrometheusRule');
  const expected = JSON.stringify({ groups: ruleGroups(alertGroups) }).replaceAll('docs/runbooks', runbooks);
  expect(rule?.metadata.labels).toMatchObject({ release: 'prometheus' });
  expect(rule?.spec).toEqual(JSON.parse(expected));
});

test('members are scraped where the operator manages them', () => {
  const spec = (values: object) => render(values).find(({ kind }) => kind === 'PodMonitor')?.spec;
  expect(spec(all)).toMatchObject({ namespaceSelector: { any: true }, podMetricsEndpoints: [{ port: 'metrics', interval: '15s' }] });
  expect(spec({ ...all, watchNamespaces: ['team-a'] })).toMatchObject({ namespaceSelector: { matchNames: ['team-a'] } });
});

test('members with TLS are scraped over TLS, by default without a look at who signed', () => {
  const endpoint = (tlsConfig?: object) => {
    const values = {
      ...all,
      monitoring: { ...all.monitoring, podMonitor: { ...all.monitoring.podMonitor, ...(tlsConfig && { tlsConfig }) } },
    };
    return render(values).find(({ kind }) => kind === 'PodMonitor')?.spec;
  };
  const relabelings = [expect.objectContaining({ regex: '15691', targetLabel: '__scheme__', replacement: 'https' })];
  expect(endpoint()).toMatchObject({ podMetricsEndpoints: [{ relabelings, tlsConfig: { insecureSkipVerify: true } }] });
  const ca = { secret: { name: 'ours', key: 'ca.crt' } };
  const chosen = endpoint({ insecureSkipVerify: false, ca });
  expect(chosen).toMatchObject({ podMetricsEndpoints: [{ tlsConfig: { insecureSkipVerify: false, ca } }] });
});

test('the golden file of the monitors', async () => {
  const monitors = render(all).filter(({ kind }) => kind.endsWith('Monitor'));
  await expect(toYaml(monitors)).toMatchFileSnapshot('golden/monitors.yaml');
});

test.for([
  ['a slash at the end', { runbooks: 'https://wiki.example/' }, 'runbooks'],
  ['a text that would end the JSON', { runbooks: 'https://a"b' }, 'runbooks'],
  ['a path, which leads nowhere', { runbooks: 'docs/runbooks' }, 'runbooks'],
  ['no interval', { podMonitor: { interval: '30' } }, 'interval'],
  ['a mistyped name', { podmonitor: {} }, 'podmonitor'],
] as const)('%s is refused', ([, monitoring, named]) => {
  expect(() => render({ monitoring })).toThrow(named);
});

test.for(['alerts', 'dashboards'])('%s without a place for the runbooks are refused, with what to do', (what) => {
  expect(() => render({ monitoring: { [what]: { enabled: true } } })).toThrow('name where you serve docs/runbooks');
});

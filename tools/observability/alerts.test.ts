import { alertGroups, ruleGroups } from '@dataservices/observability';
import { beforeAll, expect, test } from 'vitest';
import type { AlertCase, SeriesValues } from './alert-cases/alert-case.ts';
import { clusterCases } from './alert-cases/clusters.ts';
import { kafkaCases } from './alert-cases/kafka.ts';
import { operatorCases } from './alert-cases/operators.ts';
import { rabbitmqCases } from './alert-cases/rabbitmq.ts';
import { redisCases } from './alert-cases/redis.ts';
import { zookeeperCases } from './alert-cases/zookeeper.ts';
import { fetchPromtool, fetchTimeoutMs, runPromtool } from './promtool.ts';

beforeAll(fetchPromtool, fetchTimeoutMs);

const cases: readonly AlertCase[] = [...clusterCases, ...redisCases, ...zookeeperCases, ...rabbitmqCases, ...kafkaCases, ...operatorCases];
const alerts = alertGroups.flatMap((group) => group.alerts);

/** What promtool is to try of one case. */
type TestsOf = (one: AlertCase) => readonly object[];

/** The rules of one alert, without annotations, which promtool would compare too. */
function rulesOf(alert: string): object {
  const rules = ruleGroups(alertGroups).flatMap((group) => group.rules);
  return { groups: [{ name: 'one', rules: rules.filter((rule) => rule.alert === alert).map(({ annotations: _, ...rule }) => rule) }] };
}

/** Each alert by itself: promtool would evaluate all rules for the series of each. */
function filesOf(chosen: readonly AlertCase[], testsOf: TestsOf): Readonly<Record<string, object>> {
  const names = [...new Set(chosen.map(({ alert }) => alert))];
  return Object.fromEntries(
    names.flatMap((name) => [
      [`${name}.rules`, rulesOf(name)],
      [
        `${name}.test`,
        { rule_files: [`${name}.rules`], evaluation_interval: '15s', tests: chosen.filter(({ alert }) => alert === name).flatMap(testsOf) },
      ],
    ]),
  );
}

function runCases(chosen: readonly AlertCase[], testsOf: TestsOf = firesAndIsSilent): Promise<string> {
  const files = filesOf(chosen, testsOf);
  return runPromtool(['test', 'rules', ...Object.keys(files).filter((name) => name.endsWith('.test'))], files);
}

function promtoolTest(name: string, values: SeriesValues, expectations: readonly object[]): object {
  const inputs = Object.entries(values).map(([series, text]) => ({ series, values: text }));
  return { name, interval: '15s', input_series: inputs, alert_rule_test: expectations };
}

const isSilent = (alert: string, time: string) => ({ eval_time: time, alertname: alert, exp_alerts: [] });

function firesAndIsSilent({ alert, at = '5m', bad, good, labels }: AlertCase): readonly object[] {
  const { severity, for: forTime } = alerts.find(({ name }) => name === alert) ?? {};
  const fires = { eval_time: at, alertname: alert, exp_alerts: [{ exp_labels: { ...labels, severity } }] };
  return [
    promtoolTest(`${alert} fires`, bad, [...(forTime === '0s' ? [] : [isSilent(alert, '0s')]), fires]),
    promtoolTest(`${alert} is silent`, good, [isSilent(alert, at)]),
  ];
}

test('every alert has a case', () => {
  expect(alerts.map(({ name }) => name).filter((name) => !cases.some(({ alert }) => alert === name))).toEqual([]);
});

test('every alert fires in its case, after its time, and not in one that is nearly the same', { timeout: 60_000 }, async () => {
  const output = await runCases(cases);
  expect(output).toContain('SUCCESS');
});

test('an alert that does not fire where it should is found', async () => {
  const [first] = cases;
  if (first === undefined) throw new Error('there are no cases');
  await expect(runCases([{ ...first, bad: first.good }])).rejects.toThrow(first.alert);
});

const ours = /(?:dataservices_dev_cluster|app_kubernetes_io_name)="[^"]*",?/g;

/** The same of servers and operators that are not of this project, whose metrics have the same names. */
function ofOthers(values: SeriesValues): SeriesValues {
  return Object.fromEntries(Object.entries(values).map(([series, text]) => [series.replaceAll(ours, '').replace(',}', '}'), text]));
}

test('no alert fires about what is not of this project', { timeout: 60_000 }, async () => {
  // Where nobody tells who leads, that is the alarm.
  const shared = cases.filter(
    ({ alert, bad }) => alert !== 'OperatorWithoutLeader' && Object.keys(bad).some((series) => series.search(ours) >= 0),
  );
  expect(shared.length).toBeGreaterThan(40);
  const output = await runCases(shared, ({ alert, at = '5m', bad }) => [
    promtoolTest(`${alert} is silent about others`, ofOthers(bad), [isSilent(alert, at)]),
  ]);
  expect(output).toContain('SUCCESS');
});

test.for(cases)('the text of $alert names only labels that it has', ({ alert, labels }) => {
  const { summary = '', description = '' } = alerts.find(({ name }) => name === alert) ?? {};
  const used = [...`${summary} ${description}`.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
  expect(used.filter((label) => !(label in labels))).toEqual([]);
});

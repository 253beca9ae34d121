import { expect, test } from 'vitest';
import { alertGroups } from './all.ts';
import { faults } from './faults.ts';
import { ruleGroups } from './rule-groups.ts';
import { runbookPages } from './runbook-page.ts';

const alerts = alertGroups.flatMap((group) => group.alerts);

test('names are unique', () => {
  expect(new Set(alerts.map(({ name }) => name)).size).toBe(alerts.length);
});

test('every rule says how bad it is, what is the case, and where to read on', () => {
  const rules = ruleGroups(alertGroups).flatMap((group) => group.rules);
  expect(rules).toHaveLength(alerts.length);
  for (const { alert, labels, annotations } of rules) {
    expect(labels.severity).toMatch(/^(critical|warning|info)$/);
    expect(annotations.summary).not.toBe('');
    expect(annotations.description).toMatch(/\.$/);
    expect(annotations.runbook_url).toBe(`docs/runbooks/${alert}.md`);
  }
});

test('of every alert it is written down which faults fire it, and of every fault which alerts', () => {
  const names = alerts.map(({ name }) => name);
  const fired = faults.flatMap(({ fires }) => fires);
  expect(fired.filter((name) => !names.includes(name))).toEqual([]);
  expect(names.filter((name) => !fired.includes(name))).toEqual([]);
});

test('every alert has a page, with something to look at and something to do, and is in the list of all', () => {
  const [index, ...pages] = runbookPages(alertGroups, 'mark');
  expect(pages.map(({ path }) => path)).toEqual(alerts.map(({ name }) => `docs/runbooks/${name}.md`));
  for (const { name } of alerts) expect(index?.content).toContain(`(${name}.md)`);
  for (const { content } of pages) {
    expect(content).toMatch(/## Where to look\n\n1\. /);
    expect(content).toMatch(/## What helps\n\n- /);
    expect(content).not.toContain('$labels');
  }
});

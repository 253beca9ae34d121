import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dashboardFile, dashboards } from '@dataservices/observability';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureGoProgram } from '../../e2e/src/go-program.ts';

const source = fileURLToPath(new URL('dashboard-schema', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dataservices-dashboards-'));
let program = '';

// Built once, which takes longer than a test may.
beforeAll(async () => {
  program = await ensureGoProgram({ name: 'dashboard-schema', source });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Json = { [field: string]: unknown; panels: Record<string, unknown>[] };

/** What Grafana's model does not take of a dashboard; empty where it takes it. */
function refusal(dashboard: unknown): string {
  const path = join(folder, 'dashboard.json');
  writeFileSync(path, JSON.stringify(dashboard));
  const { error, stderr } = spawnSync(program, [path], { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return stderr.trim();
}

/** A dashboard as its file has it, to be broken. */
function parsed(dashboard: (typeof dashboards)[number]): Json {
  return JSON.parse(dashboardFile(dashboard)) as Json;
}

test.for(dashboards)("Grafana's model takes $uid, with nothing in it that it does not know", (dashboard) => {
  expect(refusal(parsed(dashboard))).toBe('');
});

const panels = dashboards.flatMap((dashboard) => parsed(dashboard).panels);
const types = [...new Set(panels.map(({ type }) => type))].filter((type) => type !== 'row');

test.for(types)('what is not an option of a panel of type %s is found', (type) => {
  const [first] = dashboards;
  const panel = panels.find((found) => found.type === type);
  if (first === undefined || panel === undefined) throw new Error('there are no dashboards');
  const broken = { ...panel, options: { ...(panel.options as object), bogus: true } };
  expect(refusal({ ...parsed(first), panels: [broken] })).toContain("unexpected field 'bogus'");
});

test.for([
  ['a field that it does not know', { bogus: true }, 'bogus'],
  ['a value of another type', { schemaVersion: 'newest' }, 'schemaVersion'],
  ['a panel without a type', { panels: [{ title: 'of no type' }] }, "'type' not found"],
] as const)('%s is found', ([, change, named]) => {
  const [first] = dashboards;
  if (first === undefined) throw new Error('there are no dashboards');
  expect(refusal({ ...parsed(first), ...change })).toContain(named);
});

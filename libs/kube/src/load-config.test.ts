import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { connect } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Parts = { readonly current?: string; readonly cluster?: string; readonly user?: string; readonly server?: string };

/** A kubeconfig with the context `c`, the cluster `k` and the user `u`. */
function kubeconfigOf({ current = 'c', cluster = 'k', user = 'u', server = 'https://127.0.0.1:6443' }: Parts): string {
  const entries = {
    'current-context': current,
    contexts: [{ name: 'c', context: { cluster, user } }],
    clusters: [{ name: 'k', cluster: { server } }],
    users: [{ name: 'u', user: { token: 't' } }],
  };
  return written(JSON.stringify(entries));
}

function written(text: string): string {
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, text);
  return file;
}

/** Of the connection with these options. */
function refusalOf(options: { readonly kubeconfig?: string; readonly context?: string }): unknown {
  try {
    return connect({ userAgent: 'x', ...options });
  } catch (error) {
    return error;
  }
}

/** An error in whose message these are. */
const credentials = (...parts: readonly string[]) =>
  expect.objectContaining({
    code: 'Credentials',
    retry: 'terminal',
    message: expect.toSatisfy((message: string) => parts.every((part) => message.includes(part)), parts.join(' … ')),
  });

test('without credentials the remedy is named, and KUBECONFIG is not consulted', () => {
  vi.stubEnv('KUBECONFIG', kubeconfigOf({}));
  try {
    expect(refusalOf({})).toEqual(credentials('serviceaccount/token', 'no kubeconfig given', '--kubeconfig FILE'));
  } finally {
    vi.unstubAllEnvs();
  }
});

test.for([
  ['a context that was named', {}, 'nope', "no context 'nope'", 'choose one of c'],
  ['the current context', { current: 'old' }, undefined, "no context 'old'", 'choose one of c'],
  ['any current context', { current: '' }, undefined, 'no current-context', 'choose one of c'],
  ['the cluster', { cluster: 'gone' }, undefined, "no cluster 'gone', which its context 'c' names", 'add it'],
  ['the user', { user: 'gone' }, undefined, "no user 'gone', which its context 'c' names", 'add it'],
  ['an address', { server: 'localhost:6443' }, undefined, "the server 'localhost:6443'", 'https://HOST:6443'],
] as const)('a kubeconfig without %s is named with the remedy', ([, parts, context, problem, remedy]) => {
  const kubeconfig = kubeconfigOf(parts);
  expect(refusalOf({ kubeconfig, ...(context !== undefined && { context }) })).toEqual(credentials(kubeconfig, problem, remedy));
});

test.for([
  ['is not there', () => join(folder, 'missing'), 'no such file'],
  ['is empty', () => written(''), 'the input is empty'],
  ['is no YAML', () => written('a: b: c'), 'bad indentation'],
] as const)('a kubeconfig that %s is named', ([, write, problem]) => {
  const kubeconfig = write();
  expect(refusalOf({ kubeconfig })).toEqual(credentials(kubeconfig, problem, 'name one file'));
});

test('an address and a user that are there are taken', async () => {
  const kube = connect({ userAgent: 'x', kubeconfig: kubeconfigOf({}) });
  expect(kube.server).toBe('https://127.0.0.1:6443');
  await kube.close();
});

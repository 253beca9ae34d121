import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../cluster/src/index.ts';
import { checkOut, earlierCommit } from './earlier-commit.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataservices-earlier-'));
  await git('init', '--quiet', '--initial-branch', 'main');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const author = ['-c', 'user.name=nobody', '-c', 'user.email=nobody@example.com'];
const git = async (...args: readonly string[]) => (await runCommand('git', ['-C', folder, ...author, ...args])).trim();

async function commit(path: string, content: string): Promise<string> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
  await git('add', '.');
  await git('commit', '--quiet', '--no-gpg-sign', '--message', content);
  return git('rev-parse', 'HEAD');
}

const values = 'charts/dataservices/values.yaml';

test('before a release, it is the commit before the last change of the chart', async () => {
  await commit(values, 'replicas: 1');
  const before = await commit('README.md', 'read me');
  await commit(values, 'replicas: 2');
  await commit('README.md', 'read me again');
  expect(await earlierCommit(folder)).toBe(before);
});

test('after a release, it is the last one that is not this very commit', async () => {
  const released = await commit(values, 'replicas: 1');
  await git('tag', 'v1');
  await commit(values, 'replicas: 2');
  expect(await earlierCommit(folder)).toBe(released);
  await git('tag', 'v2');
  expect(await earlierCommit(folder)).toBe(released);
});

test('another one can be named', async () => {
  const first = await commit(values, 'replicas: 1');
  await commit(values, 'replicas: 2');
  await commit(values, 'replicas: 3');
  expect(await earlierCommit(folder, first.slice(0, 10))).toBe(first);
});

test('a clone without the history says how to get it', async () => {
  await commit(values, 'replicas: 1');
  await commit(values, 'replicas: 2');
  const whole = folder;
  folder = await mkdtemp(join(tmpdir(), 'dataservices-earlier-'));
  await runCommand('git', ['clone', '--quiet', '--depth', '1', `file://${whole}`, folder]);
  await rm(whole, { recursive: true });
  await expect(earlierCommit(folder)).rejects.toThrow('git fetch --unshallow --tags');
});

test('the files are as they were, and no others', async () => {
  const before = await commit(values, 'replicas: 1');
  await commit(values, 'replicas: 2');
  const earlier = join(folder, '.results/earlier');
  await mkdir(earlier, { recursive: true });
  await writeFile(join(earlier, 'left.txt'), 'of a run before');
  await checkOut(folder, before, earlier);
  expect(await readFile(join(earlier, values), 'utf8')).toBe('replicas: 1');
  await expect(readFile(join(earlier, 'left.txt'))).rejects.toThrow('ENOENT');
});

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BuiltImage } from './archive.ts';
import { pushImages } from './push-images.ts';

let folder = '';

/** Takes down what it is asked without its common options, and refuses to push what is called refused. */
const buildah = `#!/bin/sh
while [ "$1" != pull ] && [ "$1" != push ] && [ "$1" != rmi ]; do shift; done
echo "$*" >> "$(dirname "$0")/asked"
case "$1 $*" in
pull*) echo 1d2e3f ;;
*refused*) echo 'authentication required' >&2; exit 1 ;;
esac
`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'push-images-'));
  writeFileSync(join(folder, 'buildah'), buildah);
  chmodSync(join(folder, 'buildah'), 0o755);
  vi.stubEnv('DATASERVICES_CACHE', join(folder, 'cache'));
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const image = (reference: string): BuiltImage => ({ name: 'redis', reference, archivePath: '/redis.tar', imageId: 'sha256:1' });
const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');

test('each image is pushed under its own reference behind the prefix, and leaves nothing in the storage', async () => {
  const pushed = await pushImages([image('redis:8.0.2'), image('dataservices/operator:0.1.0')], 'registry.example.com/mirror/', () => {});
  expect(pushed).toEqual(['registry.example.com/mirror/redis:8.0.2', 'registry.example.com/mirror/dataservices/operator:0.1.0']);
  expect(asked()).toEqual(
    pushed.flatMap((target) => ['pull --quiet docker-archive:/redis.tar', `push --quiet 1d2e3f docker://${target}`, 'rmi --force 1d2e3f']),
  );
});

test('what the registry refuses is told, and leaves nothing in the storage either', async () => {
  await expect(pushImages([image('refused:1.0.0')], 'registry.example.com', () => {})).rejects.toThrow('authentication required');
  expect(asked().at(-1)).toBe('rmi --force 1d2e3f');
});

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binary } from '../binaries.ts';
import type { Layout } from './layout.ts';
import { createTar } from './tar.ts';

/** The image of every pod's outermost container. It does nothing, so that tests may use it as a pod of their own too. */
export const pauseImage = 'localhost/pause:1';

/** Writes the archive (docker-archive). @returns its path */
export async function writePauseImage(layout: Layout): Promise<string> {
  const path = join(layout.folder, 'pause.tar');
  await writeFile(path, pauseArchive(await readFile(binary('pause'))));
  return path;
}

function pauseArchive(program: Buffer): Buffer {
  const layer = createTar([{ name: 'pause', content: program, isExecutable: true }]);
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: { Entrypoint: ['/pause'], User: '65535:65535' },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    }),
  );
  const configName = `${sha256(config)}.json`;
  const manifest = [{ Config: configName, RepoTags: [pauseImage], Layers: ['layer.tar'] }];
  return createTar([
    { name: configName, content: config },
    { name: 'layer.tar', content: layer },
    { name: 'manifest.json', content: Buffer.from(JSON.stringify(manifest)) },
  ]);
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureGo } from '../bootstrap/ensure-go.mjs';
import type { Component } from './component.ts';
import { debianPackages } from './debian-packages.ts';
import { goModules, goToolchain } from './go-modules.ts';
import { javaArchive, javaRuntime } from './java-archives.ts';
import { bundledPackages } from './npm-packages.ts';

/** At the root of an image of nothing else. */
const goPrograms = ['redis_exporter', 'manager'];

/** What npm knows, for images with a bundle. */
export type Locked = {
  readonly packages: readonly Component[];
  readonly versionAt: (folder: string) => string | undefined;
};

/**
 * The parts of an image.
 *
 * @param root folder of its telling files, as {@link extractImage} leaves it
 */
export async function imageParts(root: string, locked: Locked): Promise<readonly Component[]> {
  const text = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
  const go = await goVersion(goPrograms.map((name) => join(root, name)).find(existsSync));
  const sourcemap = text('app/main.mjs.map');
  const sources = sourcemap === undefined ? [] : (JSON.parse(sourcemap) as { readonly sources: readonly string[] }).sources;
  return [
    ...debianPackages(text('var/lib/dpkg/status') ?? ''),
    ...javaRuntime(text('opt/java/openjdk/release') ?? ''),
    ...filesBelow(root)
      // Part of the runtime.
      .filter((path) => path.endsWith('.jar') && !path.startsWith('opt/java/'))
      .map((path) =>
        javaArchive(
          path,
          createHash('sha256')
            .update(readFileSync(join(root, path)))
            .digest('hex'),
        ),
      ),
    ...goModules(go),
    ...goToolchain(go),
    ...bundledPackages(sources, locked.versionAt, locked.packages),
    ...nodeProgram(join(root, 'usr/local/bin/node')),
  ];
}

async function goVersion(program: string | undefined): Promise<string> {
  return program === undefined ? '' : execFileSync(await ensureGo(), ['version', '-m', program], { encoding: 'utf8' });
}

function nodeProgram(path: string): readonly Component[] {
  if (!existsSync(path)) return [];
  const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim();
  const content = createHash('sha256').update(readFileSync(path)).digest('hex');
  return [{ type: 'application', name: 'node', version, purl: `pkg:generic/node@${version}`, hashes: [{ alg: 'SHA-256', content }] }];
}

function filesBelow(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

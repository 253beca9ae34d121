import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './bootstrap/cache-folder.mjs';
import { installPackages } from './bootstrap/ensure-programs.mjs';
import { findProgram } from './bootstrap/find-program.mjs';
import { runCommand } from './checks/run-command.ts';

const repository = fileURLToPath(new URL('../', import.meta.url));
const { resolve } = createRequire(import.meta.url);
/** Where the package looks for it. */
const installed = join(repository, 'node_modules/zookeeper/build/Release/zookeeper.node');

/** What the addon is made of: the package's version, and the version of Node whose interface it was compiled against. */
export function zookeeperAddonIdentity(): string {
  const { version } = JSON.parse(readFileSync(resolve('zookeeper/package.json'), 'utf8')) as { readonly version: string };
  return `zookeeper-${version}-node-${process.versions.modules}-${process.arch}`;
}

/**
 * Makes the native part of the package `zookeeper` for the Node that runs this, and puts it where the package looks for it. The
 * package has none for Linux; npm does not make it (see .npmrc), so that checks and other services need no compiler. Takes a
 * quarter of a minute, once for each machine.
 *
 * @returns its path
 * @throws Error when there is no compiler and none can be installed, or when it fails
 */
export async function ensureZookeeperAddon(): Promise<string> {
  if (existsSync(installed)) return installed;
  const cached = join(cacheFolder(), 'addons', `${zookeeperAddonIdentity()}.node`);
  if (existsSync(cached)) await copyWhole(cached, installed);
  else {
    await compile();
    await copyWhole(installed, cached);
  }
  return installed;
}

async function compile(): Promise<void> {
  const missing = ['g++', 'make', 'python3'].filter((program) => findProgram(program) === undefined);
  if (missing.length > 0) await installPackages(missing);
  // Node's own package has its headers. Those that npm would take are of the Node that npm runs on, or have to be downloaded.
  const headers = dirname(resolve(`node-linux-${process.arch}/package.json`));
  const script = ['env', `npm_config_nodedir=${headers}`, 'npm', 'rebuild', 'zookeeper', '--ignore-scripts=false'] as const;
  const { exitCode, output } = await runCommand(repository, [...script]);
  if (exitCode !== 0 || !existsSync(installed))
    throw new Error(`The native part of the package zookeeper cannot be built:\n${output.slice(-4000)}`);
}

/** Under another name first, so that nobody loads half of it. */
async function copyWhole(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, `${target}.${process.pid}`);
  await rename(`${target}.${process.pid}`, target);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await ensureZookeeperAddon());

import { existsSync, statSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { logTail } from '../log-tail.ts';
import { runCommand } from '../run-command.ts';
import { waitUntil } from '../wait-until.ts';
import { acceptsConnections } from './accepts-connections.ts';
import { logPath } from './daemon.ts';
import type { Layout, NodeLayout } from './layout.ts';

const importTimeoutMs = 300_000;

type Archive = { readonly path: string; readonly names: readonly string[]; readonly identity: string };

/** Per image name, which archive a node has it from. */
type Imported = Readonly<Record<string, string>>;

/**
 * Imports archives on the nodes, on all of them at once. An archive is skipped where each of its names was last imported from
 * this very file, so that a rebuilt image is taken, and one that is loaded after another of the same name as well.
 *
 * @throws Error when an archive cannot be read, names no image, or a node refuses it
 */
export async function importImages(layout: Layout, nodes: readonly NodeLayout[], paths: readonly string[]): Promise<void> {
  const archives = await Promise.all(paths.map(readArchive));
  await Promise.all(nodes.map((node) => importOnNode(layout, node, archives)));
}

async function importOnNode(layout: Layout, node: NodeLayout, archives: readonly Archive[]): Promise<void> {
  await waitUntil(() => acceptsConnections(node.containerdSocket), {
    what: `containerd of ${node.name}`,
    timeoutMs: 30_000,
    explain: () => logTail(logPath(layout, `${node.name}-containerd`)),
  });
  for (const archive of archives) {
    const imported = await readImported(node);
    if (archive.names.every((name) => imported[name] === archive.identity)) continue;
    const args = ['-a', node.containerdSocket, '-n', 'k8s.io', 'images', 'import', '--snapshotter', 'overlayfs', archive.path];
    await runCommand('ctr', args, { timeoutMs: importTimeoutMs });
    await writeImported(node, { ...imported, ...Object.fromEntries(archive.names.map((name) => [name, archive.identity])) });
  }
}

async function readArchive(path: string): Promise<Archive> {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) throw new Error(`${path} is missing: build the image first`);
  const names = await readNames(path);
  if (names.length === 0) throw new Error(`${path} names no image: write it with a name and a tag`);
  return { path, names, identity: `${resolve(path)} ${file.size} ${file.mtimeMs}` };
}

type DockerManifest = readonly { readonly RepoTags?: readonly string[] | null }[];
type OciIndex = { readonly manifests: readonly { readonly annotations?: Readonly<Record<string, string>> }[] };

async function readNames(path: string): Promise<readonly string[]> {
  const docker = await readMember<DockerManifest>(path, 'manifest.json');
  if (docker !== undefined) return docker.flatMap((image) => image.RepoTags ?? []);
  const oci = await readMember<OciIndex>(path, 'index.json');
  const annotations = oci?.manifests.map((manifest) => manifest.annotations ?? {}) ?? [];
  return annotations.flatMap((entry) => entry['io.containerd.image.name'] ?? entry['org.opencontainers.image.ref.name'] ?? []);
}

async function readMember<T>(path: string, member: string): Promise<T | undefined> {
  const text = await runCommand('tar', ['--extract', '--to-stdout', '--file', path, member]).catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

async function readImported(node: NodeLayout): Promise<Imported> {
  if (!existsSync(importedPath(node))) return {};
  return JSON.parse(await readFile(importedPath(node), 'utf8')) as Imported;
}

async function writeImported(node: NodeLayout, imported: Imported): Promise<void> {
  await writeFile(`${importedPath(node)}.new`, JSON.stringify(imported));
  await rename(`${importedPath(node)}.new`, importedPath(node));
}

function importedPath(node: NodeLayout): string {
  return join(node.folder, 'imported.json');
}

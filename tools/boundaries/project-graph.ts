import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dependency, Project, Tag } from './rules.ts';

type NxGraph = {
  readonly graph: {
    readonly nodes: Readonly<Record<string, { readonly data: { readonly root: string; readonly tags?: readonly string[] } }>>;
    readonly dependencies: Readonly<Record<string, readonly { readonly source: string; readonly target: string }[]>>;
  };
};

type Manifest = { readonly dependencies?: Readonly<Record<string, string>> };

const tags: readonly Tag[] = ['pure', 'io', 'runtime', 'operator', 'operators', 'test'];

/** The projects of the repository and what they depend on, as nx sees them. */
export function readProjectGraph(root: string): { readonly projects: readonly Project[]; readonly dependencies: readonly Dependency[] } {
  const { nodes, dependencies } = nxGraph(root).graph;
  const projects = Object.entries(nodes).map(([name, { data }]) => ({ name, root: data.root, tag: tagOf(name, data.tags) }));
  const declared = new Map(projects.map((project) => [project.name, runTimeDependencies(root, project)]));
  const edges = Object.values(dependencies)
    .flat()
    .map(({ source, target }) => ({ source, target, isForTestsOnly: declared.get(source)?.includes(target) !== true }));
  return { projects, dependencies: edges };
}

function nxGraph(root: string): NxGraph {
  const folder = mkdtempSync(join(tmpdir(), 'nx-graph-'));
  const file = join(folder, 'graph.json');
  try {
    // Without the daemon: one that was started in another environment answers with what it knew then.
    execFileSync('nx', ['graph', `--file=${file}`], { cwd: root, env: { ...process.env, NX_DAEMON: 'false' }, stdio: 'pipe' });
    return JSON.parse(readFileSync(file, 'utf8')) as NxGraph;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tagOf(name: string, found: readonly string[] = []): Tag {
  const tag = tags.find((candidate) => found.includes(candidate));
  if (tag === undefined) throw new Error(`${name} has no boundary tag: put one of ${tags.join(', ')} into nx.tags of its package.json`);
  return tag;
}

function runTimeDependencies(root: string, project: Project): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(root, project.root, 'package.json'), 'utf8')) as Manifest;
  return Object.keys(manifest.dependencies ?? {});
}

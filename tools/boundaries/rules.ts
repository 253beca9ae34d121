import type { Import } from './imports.ts';

/** What a project may do, as its tag in package.json says. */
export type Tag = 'pure' | 'io' | 'runtime' | 'operator' | 'operators' | 'test';

export type Project = { readonly name: string; readonly root: string; readonly tag: Tag };

export type SourceFile = {
  /** From the root of the repository. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
};

export type Dependency = { readonly source: string; readonly target: string; readonly isForTestsOnly: boolean };

const mayUse: Readonly<Record<Tag, readonly Tag[]>> = {
  pure: ['pure'],
  io: ['pure', 'io'],
  runtime: ['pure', 'io'],
  operator: ['pure', 'io', 'runtime'],
  operators: ['pure', 'io', 'runtime', 'operator'],
  test: ['pure', 'io', 'runtime', 'operator', 'operators', 'test'],
};

const maxLines = 400;

/** With one place that talks to the API server, its retries, limits and metrics hold for everything. Benchmarks compare that place with it. */
const apiClient = { module: '@kubernetes/client-node', onlyIn: 'libs/kube', comparedIn: 'e2e/bench/' };

/** Violations among the dependencies that the manifests declare. */
export function dependencyViolations(projects: readonly Project[], dependencies: readonly Dependency[]): readonly string[] {
  const byName = new Map(projects.map((project) => [project.name, project]));
  return dependencies.flatMap(({ source, target, isForTestsOnly }) => {
    const [from, to] = [byName.get(source), byName.get(target)];
    if (from === undefined || to === undefined || isForTestsOnly || isAllowed(from, to)) return [];
    return [`${from.root}/package.json: ${explain(from, to)}`];
  });
}

/** Violations in the sources themselves, relative imports out of a project included. */
export function sourceViolations(projects: readonly Project[], files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => [
    ...(file.lines > maxLines
      ? [`${file.path}: ${file.lines} lines, at most ${maxLines} are allowed: give each concept a file of its own`]
      : []),
    ...(isTest(file.path) ? [] : file.imports.flatMap((entry) => importViolations(projects, file.path, entry))),
  ]);
}

function importViolations(projects: readonly Project[], path: string, { specifier, isTypeOnly }: Import): readonly string[] {
  const from = projectOf(projects, path);
  if (from === undefined) return [];
  const mayLoadClient = from.root === apiClient.onlyIn || path.startsWith(apiClient.comparedIn);
  if (isModule(specifier, apiClient.module) && !isTypeOnly && !mayLoadClient) {
    return [`${path}: only ${apiClient.onlyIn} may load ${apiClient.module}: use @dataservices/kube, or import type`];
  }
  const to = targetOf(projects, path, specifier);
  return to === undefined || isAllowed(from, to) ? [] : [`${path}: ${explain(from, to)}`];
}

function targetOf(projects: readonly Project[], path: string, specifier: string): Project | undefined {
  if (specifier.startsWith('.')) return projectOf(projects, new URL(specifier, `file:///${path}`).pathname.slice(1));
  return projects.find(({ name }) => isModule(specifier, name));
}

function isModule(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}

function projectOf(projects: readonly Project[], path: string): Project | undefined {
  return projects.find(({ root }) => path.startsWith(`${root}/`));
}

function isAllowed(from: Project, to: Project): boolean {
  return from.name === to.name || mayUse[from.tag].includes(to.tag);
}

function explain(from: Project, to: Project): string {
  return `${from.name} (${from.tag}) must not use ${to.name} (${to.tag}); ${from.tag} may use ${mayUse[from.tag].join(', ')}`;
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.includes('/test/');
}

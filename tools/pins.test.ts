import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { images } from '../e2e/images/src/recipes.ts';
import { imageList } from './image-list.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** Of the repository itself, as paths from its root. */
function find(...patterns: readonly string[]): readonly string[] {
  const found = globSync([...patterns], { cwd: repository, exclude: (path) => /(^|\/)(node_modules|\.results)$/.test(path) });
  return found.toSorted();
}

const read = (path: string) => readFileSync(join(repository, path), 'utf8');

type Manifest = Readonly<Partial<Record<'dependencies' | 'optionalDependencies', Readonly<Record<string, string>>>>>;
type Locked = Readonly<Partial<Record<'os' | 'cpu' | 'libc', readonly string[]>>> & {
  readonly link?: boolean;
  readonly integrity?: string;
};

const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

test('a package of npm that anything runs with has an exact version', () => {
  const manifests = find('package.json', '{libs,operators,examples}/*/package.json', '{e2e,tools}/package.json');
  expect(manifests.length).toBeGreaterThan(10);
  const floating = manifests.flatMap((path) => {
    const { dependencies, optionalDependencies } = JSON.parse(read(path)) as Manifest;
    return Object.entries({ ...dependencies, ...optionalDependencies })
      .filter(([name, version]) => !name.startsWith('@dataservices/') && !exact.test(version))
      .map(([name, version]) => `${path}: ${name} ${version}`);
  });
  expect(floating).toEqual([]);
});

/** Of those for other systems only their registry could tell the hash: npm passes them over here. */
function isForHere({ os = ['linux'], cpu = ['x64'], libc = ['glibc'] }: Locked): boolean {
  return os.includes('linux') && (cpu.includes('x64') || cpu.includes('arm64')) && libc.includes('glibc');
}

test('a package of npm that can be installed where this is built has a hash in the lock', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
  const ofOthers = Object.entries(packages).filter(([path, one]) => path.includes('node_modules/') && one.link !== true && isForHere(one));
  expect(ofOthers.length).toBeGreaterThan(50);
  expect(ofOthers.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true).map(([path]) => path)).toEqual([]);
});

test('a module of Go has a hash: each go.mod has a go.sum', () => {
  const folders = find('**/go.mod').map(dirname);
  expect(folders.length).toBeGreaterThan(3);
  const needed = folders.filter((folder) => /^require|^\t\S+ v/m.test(read(join(folder, 'go.mod'))));
  expect(needed.filter((folder) => find(join(folder, 'go.sum')).length === 0)).toEqual([]);
});

test('a jar has an exact version', () => {
  const poms = find('e2e/images/*/pom.xml');
  expect(poms.length).toBeGreaterThan(1);
  const versions = poms.flatMap((path) =>
    [...read(path).matchAll(/<(?:version|[\w.-]+\.version)>([^<]+)</g)].map(([, version]) => `${path}: ${version}`),
  );
  expect(versions.filter((line) => !/: (\$\{[\w.-]+\}|\d[\w.]*)$/.test(line) || /SNAPSHOT/.test(line))).toEqual([]);
});

test('an image stands on what is built here, and fetches nothing but packages of its distribution', () => {
  const files = find('e2e/images/*/Containerfile');
  expect(files.length).toBeGreaterThan(10);
  for (const path of files) {
    const content = read(path);
    const bases = [...content.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases.length, path).toBeGreaterThan(0);
    expect(
      bases.filter((base) => !/^(scratch|\$\{BASE\})$/.test(base ?? '')),
      path,
    ).toEqual([]);
    expect(content, path).not.toMatch(/^(ADD|COPY) .*:\/\/|\b(curl|wget) /m);
  }
});

test('an image that runs by default has a version of three parts', () => {
  const references = [...Object.values(images).map(({ reference }) => reference), ...imageList('0.1.0').map(({ image }) => image)];
  expect(references.filter((reference) => !/:v?\d+\.\d+\.\d+(-management)?$/.test(reference))).toEqual([]);
});

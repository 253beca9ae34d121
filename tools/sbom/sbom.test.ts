import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { bundle } from '../bundle.ts';
import { billOf } from './component.ts';
import { debianPackages } from './debian-packages.ts';
import { extractImage } from './extract-image.ts';
import { goModules, goToolchain } from './go-modules.ts';
import { imageParts } from './image-parts.ts';
import { javaArchive, javaRuntime } from './java-archives.ts';
import { bundledPackages, lockedPackages, lockedVersions } from './npm-packages.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dataservices-sbom-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const status = `Package: redis-server
Status: install ok installed
Architecture: amd64
Version: 5:8.0.2-3+deb13u1

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1
`;

test('Debian packages are those that are installed, with a version that a package URL can hold', () => {
  const purl = 'pkg:deb/debian/redis-server@5%3A8.0.2-3%2Bdeb13u1?arch=amd64';
  expect(debianPackages(status)).toEqual([{ type: 'library', name: 'redis-server', version: '5:8.0.2-3+deb13u1', purl }]);
});

test('Go modules are those that were built in: what replaces another one takes its place', () => {
  const text =
    'exporter: go1.26.8\n\tpath\ta.example/x\n\tmod\ta.example/x\tv1.0.0\th1:a=\n\tdep\tb.example/y\tv1.0.0\n\t=>\tc.example/z\tv2.0.0\th1:c=\n\tbuild\t-trimpath=true\n';
  expect(goModules(text).map(({ purl, properties }) => [purl, properties?.[0]?.value])).toEqual([
    ['pkg:golang/a.example/x@v1.0.0', 'h1:a='],
    ['pkg:golang/c.example/z@v2.0.0', 'h1:c='],
  ]);
  expect(goToolchain(text)).toMatchObject([{ name: 'stdlib', version: '1.26.8' }]);
  expect(goToolchain('')).toEqual([]);
});

test.for([
  ['lib/kafka_2.13-4.3.1.jar', 'kafka_2.13', '4.3.1'],
  ['netty-handler-4.1.119.Final.jar', 'netty-handler', '4.1.119.Final'],
  ['jmx_prometheus_javaagent.jar', 'jmx_prometheus_javaagent', ''],
] as const)('%s is %s of version %s', ([path, name, version]) => {
  expect(javaArchive(path, 'ab')).toEqual({ type: 'library', name, version, hashes: [{ alg: 'SHA-256', content: 'ab' }] });
});

test('the runtime says which Java it is', () => {
  expect(javaRuntime('JAVA_VERSION="21.0.13"\nMODULES="java.base"\n')).toMatchObject([{ name: 'openjdk', version: '21.0.13' }]);
});

test('every package whose code is in the operators’ bundle is in its bill, with the hash by which npm checks it', {
  timeout: 120_000,
}, async () => {
  const file = join(folder, 'main.mjs');
  await bundle({ entry: join(repository, 'operators/all/src/main.ts'), file });
  const { sources } = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { readonly sources: readonly string[] };
  const versionAt = lockedVersions(readFileSync(join(repository, 'package-lock.json'), 'utf8'));
  const parts = bundledPackages(sources, versionAt, lockedPackages(repository));
  const names = parts.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['@kubernetes/client-node', 'ioredis', 'kafkajs', 'prom-client', 'undici', 'zod']));
  expect(new Set(sources.filter((source) => source.includes('node_modules/')).map(packageOf))).toEqual(new Set(names));
  expect(parts.filter(({ hashes, purl }) => hashes === undefined || purl === undefined).map(({ name }) => name)).toEqual([]);
});

test('a package that the lock does not have is not left out in silence', () => {
  expect(() => bundledPackages(['node_modules/unknown/a.js'], () => '1.0.0', [])).toThrow('node_modules/unknown');
});

test('an image is what its last layers say', async () => {
  const layers = [
    { 'var/lib/dpkg/status': status.replace('8.0.2', '8.0.1'), 'etc/passwd': 'root' },
    { 'var/lib/dpkg/status': status, 'opt/libs/kafka-1.2.jar': 'jar', 'opt/java/openjdk/lib/jrt-fs.jar': 'part of Java' },
  ];
  const archive = join(folder, 'image.tar');
  const names = layers.map((files, index) => tarOf(`layer-${index}.tar`, files));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ Layers: names }]));
  execFileSync('tar', ['--create', '--file', archive, '--directory', folder, 'manifest.json', ...names]);
  const extracted = join(folder, 'extracted');
  await extractImage(archive, extracted);
  const parts = await imageParts(join(extracted, 'root'), { packages: [], versionAt: () => undefined });
  expect(billOf('docker.io/a:1', [...parts, ...parts])).toEqual({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'container', name: 'docker.io/a', version: '1' } },
    components: [
      expect.objectContaining({
        name: 'kafka',
        version: '1.2',
        hashes: [{ alg: 'SHA-256', content: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      }),
      expect.objectContaining({ name: 'redis-server', version: '5:8.0.2-3+deb13u1' }),
    ],
  });
});

/** @returns its name, in the test's folder */
function tarOf(name: string, files: Readonly<Record<string, string>>): string {
  const content = join(folder, `${name}.d`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(content, dirname(path)), { recursive: true });
    writeFileSync(join(content, path), text);
  }
  execFileSync('tar', ['--create', '--file', join(folder, name), '--directory', content, '.']);
  return name;
}

function packageOf(source: string): string | undefined {
  return /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchedTar } from './fetched-tar.ts';
import { containerfilesFolder } from './folders.ts';
import type { ContextFile } from './recipe.ts';

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
/** Code for other systems than the image's. */
const foreign = ['osx-aarch_64', 'osx-x86_64', 'windows-x86_64'];

/**
 * `jars.tar` with everything that the `pom.xml` beside an image's Containerfile names, and what that needs.
 *
 * @param properties of the pom
 */
export async function mavenJars(image: string, properties: Readonly<Record<string, string>>): Promise<ContextFile> {
  const pom = join(containerfilesFolder, image, 'pom.xml');
  const defined = Object.entries(properties).map(([name, value]) => `-D${name}=${value}`);
  const content = await readFile(pom, 'utf8');
  const options = ['-DincludeScope=runtime', `-DexcludeClassifiers=${foreign.join()}`];
  return fetchedTar({
    name: 'jars.tar',
    step: 'fetching jars',
    identifiedBy: [content, defined, copyDependencies, foreign],
    program: { name: 'mvn', package: 'maven' },
    argumentsFor: (folder) => [
      '--batch-mode',
      '--quiet',
      '--file',
      pom,
      ...defined,
      copyDependencies,
      ...options,
      `-DoutputDirectory=${folder}`,
    ],
  });
}

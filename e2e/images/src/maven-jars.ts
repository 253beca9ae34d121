import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackages } from '../../../tools/bootstrap/ensure-programs.mjs';
import { findProgram } from '../../../tools/bootstrap/find-program.mjs';
import { containerfilesFolder } from './folders.ts';
import type { ContextFile } from './recipe.ts';
import { runProgram } from './run-program.ts';

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
/** Code for other systems than the image's. */
const foreign = ['osx-aarch_64', 'osx-x86_64', 'windows-x86_64'];

/**
 * `jars.tar` with everything that the `pom.xml` beside an image's Containerfile names, and what that needs.
 * Maven runs on this machine and not in the image's build, where it would not know the machine's mirrors and certificates.
 *
 * @param properties of the pom
 */
export async function mavenJars(image: string, properties: Readonly<Record<string, string>>): Promise<ContextFile> {
  const pom = join(containerfilesFolder, image, 'pom.xml');
  const defined = Object.entries(properties).map(([name, value]) => `-D${name}=${value}`);
  const content = await readFile(pom, 'utf8');
  const identity = createHash('sha256')
    .update(JSON.stringify([content, defined, copyDependencies, foreign]))
    .digest('hex');
  return {
    name: 'jars.tar',
    identity,
    step: 'fetching jars',
    async provide(target, signal) {
      if (findProgram('mvn') === undefined) await installPackages(['maven']);
      const folder = `${target}.d`;
      const args = ['-DincludeScope=runtime', `-DexcludeClassifiers=${foreign.join()}`, `-DoutputDirectory=${folder}`];
      await runProgram('mvn', ['--batch-mode', '--quiet', '--file', pom, ...defined, copyDependencies, ...args], { signal });
      const fixed = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--mode=a+rX'];
      await runProgram('tar', ['--create', '--file', target, ...fixed, '--directory', folder, '.'], { signal });
      await rm(folder, { recursive: true });
    },
  };
}

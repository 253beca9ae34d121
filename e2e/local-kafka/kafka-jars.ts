import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { imagesFolder } from '../images/src/folders.ts';
import { mavenJars } from '../images/src/maven-jars.ts';
import { runProgram } from '../images/src/run-program.ts';

/** The folder with the jars of a version of Kafka, the same that its image has, kept beside the images. */
export async function kafkaJars(version: string): Promise<string> {
  const jars = await mavenJars('kafka', { 'kafka.version': version });
  const folder = join(imagesFolder(), 'kafka', `${version}-${jars.identity.slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  await jars.provide(join(partial, jars.name));
  await runProgram('tar', ['--extract', '--file', join(partial, jars.name), '--directory', partial]);
  await rm(join(partial, jars.name));
  await rename(partial, folder);
  return folder;
}

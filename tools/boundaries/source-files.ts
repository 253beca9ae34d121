import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsIn } from './imports.ts';
import type { Project, SourceFile } from './rules.ts';

const skippedFolders = ['node_modules', 'generated', 'golden'];

/** Every source file of the projects but what is generated. */
export function readSourceFiles(root: string, projects: readonly Project[]): readonly SourceFile[] {
  return projects.flatMap((project) => pathsBelow(root, project.root)).map((path) => readSource(root, path));
}

function pathsBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skippedFolders.includes(entry.name) ? [] : pathsBelow(root, path);
    return /\.m?[jt]s$/.test(entry.name) ? [path] : [];
  });
}

function readSource(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  try {
    return { path, lines: text.split('\n').length - 1, imports: importsIn(text, languageOf(path)) };
  } catch (error) {
    throw new Error(`${path} cannot be parsed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function languageOf(path: string): 'ts' | 'dts' | 'js' {
  if (/\.d\.m?ts$/.test(path)) return 'dts';
  return path.endsWith('ts') ? 'ts' : 'js';
}

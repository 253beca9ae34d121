import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './results-folder.ts';

const fence = /^```yaml\n([\s\S]*?)^```/gm;

/**
 * The objects of the one YAML block of a page that has this line, word for word: what is told to users is what is tried.
 *
 * @param namespace in the place of `shop`, which the pages use
 * @throws Error where no block or several have such a line
 */
export function documentedYaml(page: string, line: string, namespace: string): string {
  const text = readFileSync(join(repository, page), 'utf8');
  const blocks = [...text.matchAll(fence)].map(([, block = '']) => block).filter((block) => block.split('\n').includes(line));
  const [block] = blocks;
  if (block === undefined || blocks.length > 1) throw new Error(`${page} has ${blocks.length} blocks of YAML with the line ${line}`);
  return block.replace(/\bshop\b/g, namespace);
}

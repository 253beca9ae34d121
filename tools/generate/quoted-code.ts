import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Generator } from './generator.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Pages that quote sources of the repository. */
const pages = ['README.md', 'docs/redis.md', 'docs/zookeeper.md', 'docs/rabbitmq.md', 'docs/kafka.md', 'docs/write-an-operator.md'];

/** Quoted code is what is tested: each fence behind `<!-- code: PATH -->` holds that file as it is. */
export const quotedCode: Generator = {
  name: 'code in the documentation',
  folder: 'docs',
  files: () =>
    pages.map((path) => ({
      path,
      content: withQuotes(readFileSync(`${root}${path}`, 'utf8'), (file) => readFileSync(`${root}${file}`, 'utf8')),
    })),
};

const quote = /(<!-- code: (?<path>\S+) -->\n\n```\w+\n)[\s\S]*?(?<=\n)```/g;

/** @throws Error where a page quotes nothing: a mark that was mistyped would leave old code for ever */
export function withQuotes(page: string, read: (path: string) => string): string {
  if (page.match(quote) === null) throw new Error('the page has no `<!-- code: PATH -->` before a fence');
  return page.replace(quote, (_whole, head: string, path: string) => `${head}${read(path)}\`\`\``);
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchorsOf, withoutCode } from './headings.ts';

/** The targets of a page's links, but those to other hosts. */
export function localLinksOf(markdown: string): readonly string[] {
  const targets = [...withoutCode(markdown).matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(({ groups }) => groups?.target ?? '');
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/**
 * Links of a page that lead nowhere: to a file that is not there, or to a heading that its page does not have.
 *
 * @param page path from the root of the repository
 */
export function brokenLinks(root: string, page: string): readonly string[] {
  return localLinksOf(readFileSync(join(root, page), 'utf8')).filter((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : normalize(join(dirname(page), path));
    if (!existsSync(join(root, target))) return true;
    if (anchor === undefined || !target.endsWith('.md')) return false;
    return !anchorsOf(readFileSync(join(root, target), 'utf8')).has(anchor);
  });
}

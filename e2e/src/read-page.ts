import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './results-folder.ts';

/** The text of a page, such as `docs/start.md`. */
export function readPage(page: string): string {
  return readFileSync(join(repository, page), 'utf8');
}

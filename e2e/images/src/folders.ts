import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../../tools/bootstrap/cache-folder.mjs';

export const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Where the Containerfiles are, one folder for each image. */
export const containerfilesFolder = fileURLToPath(new URL('../', import.meta.url));

/** Where archives, bundles and buildah's own storage are kept: an absolute path that need not exist yet. */
export function imagesFolder(): string {
  return join(cacheFolder(), 'images');
}

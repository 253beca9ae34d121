import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Where reports and the evidence of failures go; never committed. */
export const resultsFolder = join(repository, '.results');

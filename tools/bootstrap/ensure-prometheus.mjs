import { ensureDebianProgram } from './ensure-debian-program.mjs';

/**
 * Fetches Prometheus, unless it is there.
 *
 * @returns {Promise<string>} the path of the program
 * @throws Error with the remedy, where it cannot be fetched
 */
export function ensurePrometheus() {
  return ensureDebianProgram('prometheus');
}

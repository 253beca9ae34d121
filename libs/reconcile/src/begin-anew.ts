import type { Logger } from './contract.ts';
import { formerIdentityVariable } from './operator-environment.ts';

/**
 * Replaces what this process runs by the same program from its beginning: nothing that it knew or was about to write is
 * left but by which name it led, so that it need not wait for its own lease to end. A process that ended instead would be started again by its kubelet
 * after ever longer pauses, up to five minutes: an API server that comes and goes would leave nobody to lead.
 *
 * Where the system cannot do that, the process ends with 1.
 */
export function beginAnew(log: Logger, formerIdentity: string): never {
  try {
    process.execve?.(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
      ...process.env,
      [formerIdentityVariable]: formerIdentity,
    });
  } catch (error) {
    log.error('the process could not begin anew: it ends', { error });
  }
  process.exit(1);
}

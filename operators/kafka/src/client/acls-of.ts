import type { Asker } from './asker.ts';
import { describeAcls as describe } from './calls/acls.ts';
import { isKafkaAdminError } from './kafka-admin-error.ts';
import { isSilence } from './nodes.ts';
import type { CallOptions } from './port.ts';
import type { AclEntry, AclFilter } from './views.ts';

/**
 * See the port. The active controller is asked where no broker can say: controllers restart first when rules begin to count, so that they can be
 * written before the first broker looks at them.
 */
export async function describeAcls(asker: Asker, filter: AclFilter, options: CallOptions | undefined): Promise<readonly AclEntry[]> {
  try {
    return await asker.current(options, (ask) => describe(ask, filter));
  } catch (error) {
    if (!isSilence(error) && !isKafkaAdminError(error, 'SECURITY_DISABLED')) throw error;
    return asker.active(options, (ask) => describe(ask, filter));
  }
}

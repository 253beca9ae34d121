import type { AclEntry } from '../access.ts';
import type { AccessView } from './access-looks.ts';
import { getAcl } from './operations.ts';
import type { Target } from './port.ts';
import { returnCode } from './return-code.ts';
import { type Credentials, withQueries } from './session.ts';
import { ZookeeperError } from './zookeeper-error.ts';

/** See the port. */
export function readAccess(target: Target, paths: readonly string[], credentials: Credentials): Promise<AccessView> {
  return withQueries(target, credentials, async (query) => {
    const answers = await Promise.all(paths.map(async (path) => [path, await query(getAcl(path))] as const));
    const lists = answers.flatMap(([path, { code, value }]): [string, readonly AclEntry[]][] => {
      if (code === returnCode.ok && value !== undefined) return [[path, value.entries]];
      if (code === returnCode.noNode) return [];
      throw new ZookeeperError('Timeout', `${target.pod}:${target.port}: the access control list of ${path} was not told: code ${code}`);
    });
    return new Map(lists);
  });
}

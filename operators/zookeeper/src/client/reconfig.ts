import { serverLine } from '../membership.ts';
import { changeMembership } from './operations.ts';
import type { MembershipChange, ReconfigResult, Target } from './port.ts';
import { isLost, returnCode } from './return-code.ts';
import { type Credentials, withSession } from './session.ts';
import { ZookeeperError } from './zookeeper-error.ts';

/** See the port. */
export function reconfig(target: Target, change: MembershipChange, credentials: Credentials): Promise<ReconfigResult> {
  const joining = change.joining.map((member) => serverLine(member, change.clientAddress)).join();
  const leaving = change.leaving.join();
  const operation = changeMembership(joining, leaving, versionOf(target, change.fromVersion));
  return withSession(target, credentials, async (ask) => resultOf(target, await ask(operation)));
}

/** Anything but a version must never become -1, which stands for whatever version there is. */
function versionOf({ pod }: Target, version: string): bigint {
  if (/^[0-9a-f]{1,16}$/.test(version)) return BigInt.asIntN(64, BigInt(`0x${version}`));
  throw new ZookeeperError('Refused', `${pod}: the membership's version ${version} is none: it has up to 16 hexadecimal digits`);
}

function resultOf({ pod, port }: Target, code: number): ReconfigResult {
  switch (code) {
    case returnCode.ok:
      return 'done';
    case returnCode.badVersion:
      return 'stale';
    case returnCode.newConfigNoQuorum:
      return 'noQuorum';
    case returnCode.reconfigInProgress:
      return 'inProgress';
    case returnCode.noAuth:
      throw new ZookeeperError(
        'NotAuthorized',
        `${pod}:${port}: the operator may not change the membership: the server was started with another superuser password. Remedy: restart it`,
      );
    default:
      if (isLost(code)) return 'unknown';
      throw new ZookeeperError('Refused', `${pod}:${port}: the change of the membership is refused with code ${code}`);
  }
}

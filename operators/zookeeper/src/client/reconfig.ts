import { serverLine } from '../membership.ts';
import type { MembershipChange, ReconfigResult, Target } from './port.ts';
import { isLost, returnCode } from './return-code.ts';
import { type Credentials, withSession } from './session.ts';
import { ZookeeperError } from './zookeeper-error.ts';

/** See the port. */
export function reconfig(target: Target, change: MembershipChange, credentials: Credentials): Promise<ReconfigResult> {
  const joining = change.joining.map(serverLine).join();
  const leaving = change.leaving.join();
  const fromVersion = versionNumber(target, change.fromVersion);
  return withSession(target, credentials, async (session) => resultOf(target, await session.reconfig(joining, leaving, fromVersion)));
}

/** The package takes versions as numbers, which are exact for the first two million elections of an ensemble. */
function versionNumber({ pod }: Target, version: string): number {
  const number = Number.parseInt(version, 16);
  // Anything but a version must never become -1, which stands for whatever version there is.
  if (/^[0-9a-f]{1,16}$/.test(version) && Number.isSafeInteger(number)) return number;
  throw new ZookeeperError('Refused', `${pod}: the membership's version ${version} cannot be asked for: it must be below 2^53`);
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

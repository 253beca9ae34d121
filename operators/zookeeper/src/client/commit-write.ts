import type { Target } from './port.ts';
import { isLost, returnCode } from './return-code.ts';
import { type Credentials, type Session, withSession } from './session.ts';
import { ZookeeperError } from './zookeeper-error.ts';

/** Beside ZooKeeper's own nodes, where no application lists anything. */
export const operatorNode = '/zookeeper/dataservices';

/** See the port. */
export async function commitWrite(target: Target, credentials: Credentials): Promise<void> {
  const code = await withSession(target, credentials, write);
  if (code === returnCode.ok) return;
  const { pod, port } = target;
  if (isLost(code)) throw new ZookeeperError('Timeout', `${pod}:${port}: a write was not confirmed: a quorum may be missing`);
  throw new ZookeeperError('Refused', `${pod}:${port}: a write to ${operatorNode} is refused with code ${code}`);
}

async function write(session: Session): Promise<number> {
  const code = await session.setData(operatorNode, '');
  if (code !== returnCode.noNode) return code;
  const created = await session.create(operatorNode, '');
  // Another operator was quicker: its write is as good.
  if (created !== returnCode.ok) return created === returnCode.nodeExists ? returnCode.ok : created;
  // A node is open to everybody when it is made, and applications may have closed all others.
  return session.claim(operatorNode);
}

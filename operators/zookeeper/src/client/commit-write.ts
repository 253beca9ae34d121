import { create, creatorOnly, setData } from './operations.ts';
import type { Target } from './port.ts';
import { isLost, returnCode } from './return-code.ts';
import { type Ask, type Credentials, withSession } from './session.ts';
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

async function write(ask: Ask): Promise<number> {
  const code = await ask(setData(operatorNode, '', -1));
  if (code !== returnCode.noNode) return code;
  const created = await ask(create(operatorNode, '', creatorOnly));
  // Another operator was quicker: its write is as good.
  return created === returnCode.nodeExists ? returnCode.ok : created;
}

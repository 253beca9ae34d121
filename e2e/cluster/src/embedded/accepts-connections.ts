import { once } from 'node:events';
import { connect } from 'node:net';

/** Whether somebody listens at a Unix socket. Its file alone says nothing: it is there before its program listens, and after that has died. */
export async function acceptsConnections(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

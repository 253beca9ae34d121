/**
 * Process that offers the API server, which only the cluster's own network can reach, to the machine. Its listening socket was
 * made by its parent in the machine's network and stays there; its connections are made in the network that it was started in.
 */
import { connect, type Server, type Socket } from 'node:net';

const [host = '', port = ''] = process.argv.slice(2);

process.once('message', (_message: unknown, handle: unknown) => {
  (handle as Server).on('connection', relay);
  process.send?.('listening');
});
// The parent ends; the relay stays.
process.on('disconnect', () => {});

function relay(client: Socket): void {
  const server = connect({ host, port: Number(port), allowHalfOpen: true });
  const end = () => {
    client.destroy();
    server.destroy();
  };
  client.on('error', end).on('close', end);
  server.on('error', end).on('close', end);
  client.setNoDelay(true).pipe(server.setNoDelay(true)).pipe(client);
}

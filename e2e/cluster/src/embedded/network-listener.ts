/** Process that opens a port in the network that it was started in, hands its listening socket to its parent, and ends. */
import { createServer } from 'node:net';

const [host = ''] = process.argv.slice(2);
const server = createServer();

server.listen(0, host, () => {
  process.send?.('listening', server, () => process.exit(0));
});

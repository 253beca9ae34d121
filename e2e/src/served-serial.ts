import type { Ref } from '@dataservices/kube';
import { bindingFile } from './load-pod.ts';
import type { TestBed } from './test-bed.ts';

const script = `
const [host, port, authority] = process.argv.slice(1);
const ca = require('node:fs').readFileSync(authority);
const socket = require('node:tls').connect({ host, port, ca, servername: host }, () => {
  console.log(socket.getPeerCertificate().serialNumber);
  socket.end();
});`;

/**
 * The serial number of the certificate that a server shows to a client that trusts the authority of the binding alone.
 *
 * @param client the pod of a load
 * @throws Error where the client does not accept it
 */
export async function servedSerial({ cluster }: TestBed, { namespace = '', name }: Ref, host: string, port: number): Promise<string> {
  const words = ['node', '--eval', script, host, String(port), bindingFile('redis', 'ca.crt')];
  return (await cluster.kubectl(['exec', '--namespace', namespace, name, '--', ...words])).trim();
}

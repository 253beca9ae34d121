import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Place } from './network-probe.ts';

const program = `
const [port, text] = process.argv.slice(1);
require('node:net').createServer((socket) => socket.on('error', () => {}).end(text)).listen(Number(port), () => console.log('listening'));
`;

/** Has somebody in this place who says the text to whoever connects. @returns how to end that */
export async function answerIn(place: Place, port: number, text: string): Promise<() => Promise<void>> {
  const child = spawn('nsenter', [`--net=${place}`, process.execPath, '--eval', program, `${port}`, text], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(`nobody listens on ${port}`)))]);
  return async () => {
    child.kill('SIGKILL');
    await ended;
  };
}

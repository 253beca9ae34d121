import { runCommand } from '../src/index.ts';

const connectProgram = `
const [host, port] = process.argv.slice(1);
const socket = require('node:net').connect({ host, port: Number(port), timeout: 1500 });
const end = (outcome) => { console.log(outcome); process.exit(); };
socket.on('connect', () => end('connected')).on('timeout', () => end('silent')).on('error', (error) => end(error.code));
`;

const hearProgram = `
const [host, port] = process.argv.slice(1);
const socket = require('node:net').connect({ host, port: Number(port), timeout: 3000 });
const end = (outcome) => { console.log(outcome); process.exit(); };
socket.on('data', (data) => end(String(data))).on('timeout', () => end('silent')).on('error', (error) => end(error.code));
`;

const timeProgram = `
const [host, port] = process.argv.slice(1);
const startMs = performance.now();
const end = () => { console.log(performance.now() - startMs); process.exit(); };
require('node:net').connect({ host, port: Number(port), timeout: 10000 }).on('connect', end).on('timeout', end).on('error', end);
`;

const resolveProgram = `
const [server, name] = process.argv.slice(1);
const resolver = new (require('node:dns').promises.Resolver)({ timeout: 2000, tries: 2 });
resolver.setServers([server]);
resolver.resolve4(name).then((found) => console.log(found.sort().join(' ')), (error) => console.log(error.code));
`;

const versionProgram = `
const [host] = process.argv.slice(1);
require('node:https').get({ host, path: '/version', rejectUnauthorized: false, timeout: 3000 }, (response) => {
  console.log(response.statusCode);
  process.exit();
}).on('error', (error) => console.log(error.code));
`;

/** A place in the cluster's network: a file that stands for a network namespace. */
export type Place = string;

/** @returns `connected`, `silent` when nothing answers, or an error code: ECONNREFUSED means that the address is alive */
export function tryConnect(place: Place, host: string, port: number): Promise<string> {
  return runIn(place, connectProgram, [host, `${port}`]);
}

/** @returns what is said there to whoever connects, `silent` when nothing is, or an error code */
export function hear(place: Place, host: string, port: number): Promise<string> {
  return runIn(place, hearProgram, [host, `${port}`]);
}

/** @returns how long the address takes to answer, one way or the other, in milliseconds; 10 s when it does not */
export async function measureConnect(place: Place, host: string, port: number): Promise<number> {
  return Number(await runIn(place, timeProgram, [host, `${port}`]));
}

/** @returns the addresses, sorted, with blanks between them; or an error code */
export function resolveIn(place: Place, name: string): Promise<string> {
  return runIn(place, resolveProgram, ['10.89.0.1', name]);
}

/** @returns the HTTP status that the API server gives to a stranger who asks for its version */
export function askApiVersion(place: Place, host: string): Promise<string> {
  return runIn(place, versionProgram, [host]);
}

async function runIn(place: Place, program: string, args: readonly string[]): Promise<string> {
  return (await runCommand('nsenter', [`--net=${place}`, process.execPath, '--eval', program, ...args])).trim();
}

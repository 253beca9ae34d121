import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { stopSignal } from '../../src/stop-signal.ts';
import { startApiProxy } from './api-proxy.ts';
import { commandUsage, runCommand } from './command.ts';

const usage = `usage: node e2e/chaos/api-proxy/cli.ts --kubeconfig <file>

Starts a proxy before the API server of that file, prints a kubeconfig that leads through it, and reads commands:

${commandUsage}`;

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { kubeconfig: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help || values.kubeconfig === undefined) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const proxy = await startApiProxy({ kubeconfigPath: values.kubeconfig });
  const signal = stopSignal(() => {});
  console.log(`export KUBECONFIG=${proxy.kubeconfigPath}\n\n${commandUsage}`);
  const lines = createInterface({ input: process.stdin, signal });
  for await (const line of lines) {
    if (line.trim() === 'quit') break;
    console.log(await runCommand(proxy, line));
  }
  await proxy.stop();
  return 0;
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

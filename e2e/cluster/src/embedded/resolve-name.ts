import { runCommand } from '../run-command.ts';
import { hostAddress, type Layout, namespacePath } from './layout.ts';

const program = `
const resolver = new (require('node:dns').promises.Resolver)({ timeout: 2000, tries: 1 });
resolver.setServers([process.argv[1]]);
resolver.resolve4(process.argv[2]).then((found) => console.log(found.join('\\n')));
`;

/**
 * Asks the cluster's name service, which only the cluster's own network can reach.
 *
 * @param name fully qualified
 * @throws Error when the name does not exist or nothing answers within 2 s
 */
export async function resolveName(layout: Layout, name: string): Promise<readonly string[]> {
  const namespace = `--net=${namespacePath(layout.hostNamespace)}`;
  const output = await runCommand('nsenter', [namespace, process.execPath, '--eval', program, hostAddress, name]);
  return output.trim().split('\n').filter(Boolean);
}

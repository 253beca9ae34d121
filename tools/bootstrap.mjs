// What the npm scripts run. Needs no packages and any Node from 18 on: it fetches what is missing, then hands over to Node 24.
import { commandNames, commandPlan } from './bootstrap/command-plan.mjs';
import { ensureBinaries } from './bootstrap/ensure-binaries.mjs';
import { ensureNpmPackages } from './bootstrap/ensure-npm-packages.mjs';
import { ensurePrograms } from './bootstrap/ensure-programs.mjs';
import { handOver } from './bootstrap/hand-over.mjs';

const [name = '', ...args] = process.argv.slice(2);
const plan = commandPlan(name, args);

if (plan === undefined) {
  console.error(`usage: node tools/bootstrap.mjs <${commandNames.join('|')}> [arguments]`);
  process.exitCode = 2;
} else {
  try {
    if (plan.needs !== 'packages' && process.platform !== 'linux') {
      throw new Error(
        `"npm run ${name}" needs Linux: the cluster's nodes are Linux network namespaces. Use a Linux machine, virtual machine or container.`,
      );
    }
    await ensureNpmPackages();
    if (plan.needs !== 'packages') {
      await ensurePrograms(plan.needs);
      if (plan.needs !== 'images') await ensureBinaries();
    }
    handOver(plan);
  } catch (error) {
    console.error(`\nerror: ${error.message}`);
    process.exitCode = 1;
  }
}

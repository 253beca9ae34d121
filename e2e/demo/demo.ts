/** `npm run demo`: Redis on a real cluster, the loss of its master's node, and what that costs. Everything shown is measured. */

import { openCluster } from '../cluster/src/index.ts';
import { saveEvidence } from '../src/evidence.ts';
import { repository } from '../src/results-folder.ts';
import { commonUsage, parseRunOptions, type RunOptions } from '../src/run-options.ts';
import { stopSignal } from '../src/stop-signal.ts';
import { breakMaster, mend } from './break.ts';
import { brokenPromises, outcomeTable, promisedGapMs } from './promises.ts';
import { createScreen, type Screen } from './screen.ts';
import { orderRedis, setUp } from './set-up.ts';
import { nameOption, shop } from './stage.ts';

const usage = `usage: npm run demo -- [options]

${commonUsage} (the default here)
  --down               take the cluster down at the end`;

const stepCount = 7;

async function play(screen: Screen, options: RunOptions, signal: AbortSignal): Promise<readonly string[]> {
  const bed = await setUp(screen, options, signal);
  const stage = { screen, bed };
  try {
    await orderRedis(stage);
    const outcome = await mend(stage, await breakMaster(stage));
    screen.say(`\n${outcomeTable(outcome)}`);
    const broken = brokenPromises(outcome);
    for (const sentence of broken) screen.say(`NOT AS PROMISED: ${sentence}`);
    if (broken.length === 0) screen.say(`As promised: at most ${promisedGapMs / 1000} s without writes, and not one confirmed write lost.`);
    screen.say('An unconfirmed write may be lost with its master: replication is asynchronous.');
    return broken;
  } catch (error) {
    screen.say(`\n${await saveEvidence(bed, shop.namespace, 'demo')}`);
    throw error;
  } finally {
    await bed.close();
  }
}

function showNext(screen: Screen, { cluster: choice }: RunOptions): void {
  const { kubeconfigPath } = openCluster(choice);
  const name = nameOption(choice);
  screen.step('Where to go from here');
  screen.say('The cluster stays up. Use it, with kubectl and helm on the PATH:');
  if (choice.kubeconfigPath === undefined) screen.command(`npm run cluster -- shell${name}`);
  screen.command(`export KUBECONFIG=${kubeconfigPath}`);
  screen.command('kubectl get dataservices --all-namespaces');
  screen.command(`kubectl describe redisclusters.dataservices.dev ${shop.name} --namespace ${shop.namespace}`);
  screen.command(`kubectl scale redisclusters.dataservices.dev ${shop.name} --replicas 5 --namespace ${shop.namespace}`);
  screen.command('kubectl explain redisclusters.dataservices.dev.spec');
  screen.say('Clean up:');
  screen.command(cleanUpCommand({ cluster: choice }));
}

/** On a cluster that somebody else made, only what the demo made there goes. */
function cleanUpCommand({ cluster: choice }: Pick<RunOptions, 'cluster'>): string {
  return choice.kubeconfigPath === undefined
    ? `npm run cluster -- down${nameOption(choice)}`
    : `kubectl delete namespace ${shop.namespace}`;
}

async function main(): Promise<number> {
  const options = parseRunOptions(process.argv.slice(2), 'dataservices', { down: { type: 'boolean' } });
  if (options.help) {
    console.log(usage);
    return 0;
  }
  // The commands that are shown name files from the root of the repository on.
  process.chdir(repository);
  const signal = stopSignal((name) => {
    console.error(`\n${name}: stopped. What is there stays: ${cleanUpCommand(options)} takes it away.`);
    process.exit(130);
  });
  const screen = createScreen(stepCount);
  const broken = await play(screen, options, signal);
  if (options.values.down === true) await openCluster({ ...options.cluster, progress: screen.progress }).down();
  else showNext(screen, options);
  return broken.length === 0 ? 0 : 1;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  console.error('What is there stays, to be looked at. npm run demo starts over; npm run cluster -- down takes a local cluster away.');
  process.exit(1);
}

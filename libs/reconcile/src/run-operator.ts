import { type ConnectOptions, connect, isKubeError, type KubeClient } from '@dataservices/kube';
import { beginAnew } from './begin-anew.ts';
import type { Logger } from './contract.ts';
import { OperatorHost } from './host.ts';
import { createLogger } from './logger.ts';
import { createManager } from './manager.ts';
import type { Manager } from './manager-options.ts';
import { createMetrics } from './metrics.ts';
import { type OperatorEnvironment, readEnvironment } from './operator-environment.ts';
import { watchReporter } from './watch-reporter.ts';

export type OperatorProgram = {
  /** Names the logs, the events, the user agent, and the Lease unless the environment names another. */
  readonly name: string;
  /** Adds the controllers. */
  readonly add: (manager: Manager, environment: OperatorEnvironment) => void;
};

/** The whole life of an operator process: from its environment to its stop by a signal, or to its end with 1 where it has no credentials. */
export async function runOperator({ name, add }: OperatorProgram): Promise<void> {
  const environment = readEnvironment(process.env);
  const { kubeconfig, leaseNamespace, leaseName = name, formerIdentity, namespaces, healthPort, logLevel } = environment;
  const logger = createLogger({ level: logLevel, fields: { operator: name } });
  const metrics = createMetrics();
  const options: ConnectOptions = {
    userAgent: name,
    onRequest: metrics.onRequest,
    onThrottle: metrics.onThrottle,
    onWatch: watchReporter(metrics, logger),
    ...(kubeconfig !== undefined && { kubeconfig }),
  };
  const kube = connectOrSayWhyNot(options, logger);
  if (kube === undefined) return;
  const manager = createManager({
    name,
    kube,
    logger,
    metrics,
    namespaces,
    health: { port: healthPort },
    ...(leaseNamespace !== undefined && { leaderElection: { namespace: leaseNamespace, name: leaseName, formerIdentity } }),
    onLeadershipLost: (identity) => beginAnew(logger, identity),
  });
  add(manager, environment);
  logger.info('starting', { namespaces: namespaces ?? 'all', server: kube.server });
  await new OperatorHost(manager, logger).start();
  await kube.close();
  logger.info('stopped');
  // A pass that ignores its signal would keep the process alive, and the next one out of the lease's way only by chance.
  setTimeout(() => process.exit(1), 5_000).unref();
}

/** Whoever started the process has to mend its credentials: where in the code they were missed would only hide the one line that says how. */
function connectOrSayWhyNot(options: ConnectOptions, logger: Logger): KubeClient | undefined {
  try {
    return connect(options);
  } catch (error) {
    if (!isKubeError(error, 'Credentials')) throw error;
    logger.error(error.message);
    process.exitCode = 1;
    return undefined;
  }
}

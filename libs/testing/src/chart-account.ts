import { connect, isKubeError, type Kube, type Resource, resources } from '@dataservices/kube';
import { accountKubeconfig } from './account-kubeconfig.ts';
import { applyChartPermissions } from './chart-permissions.ts';
import { waitFor } from './wait-for.ts';

/** The service account of the process of one operator, with what the chart permits it. */
export type ChartAccount = {
  /** Grants it the namespace, as the chart does with `watchNamespaces`. */
  admitTo(namespace: string): Promise<void>;
  /** Path of its kubeconfig. @throws Error where it was not admitted anywhere yet */
  kubeconfig(): string;
};

export type ChartAccountInput = {
  /** Somebody who may do everything, and the path of its kubeconfig. */
  readonly admin: Kube;
  readonly kubeconfig: string;
  /** As the chart names it, such as `redis`. */
  readonly operator: string;
  /** A kind that it may list. */
  readonly resource: Resource;
};

const operators = ['redis', 'zookeeper', 'rabbitmq', 'kafka', 'autoscaler'];
const release = { namespace: 'default' };
const grantsMs = 30_000;

export function chartAccount({ admin, kubeconfig, operator, resource }: ChartAccountInput): ChartAccount {
  const switches = Object.fromEntries(operators.map((name) => [name, name === operator]));
  let path: string | undefined;
  let issued: Promise<string> | undefined;

  /** What was granted takes a moment to be known. */
  async function awaitGrants(own: string, namespace: string): Promise<void> {
    const kube = connect({ kubeconfig: own, userAgent: 'api-test' });
    const mayList = (wanted: Resource) => kube.list(wanted, { namespace }).then(() => true, refused);
    const isGranted = async () => (await mayList(resource)) && (await mayList(resources.nodes));
    await waitFor(`permissions in ${namespace}`, isGranted, { timeoutMs: grantsMs });
    await kube.close();
  }

  return {
    async admitTo(namespace) {
      const values = { layout: 'PerService', operators: switches, watchNamespaces: [namespace], crds: { install: false } };
      const [name = ''] = await applyChartPermissions(admin, { ...release, values });
      issued ??= accountKubeconfig(kubeconfig, { ...release, name });
      path = await issued;
      await awaitGrants(path, namespace);
    },
    kubeconfig() {
      if (path === undefined) throw new Error(`the account of ${operator} is admitted to no namespace`);
      return path;
    },
  };
}

function refused(error: unknown): false {
  if (isKubeError(error, 'Forbidden')) return false;
  throw error;
}

import { join } from 'node:path';
import { keyPair } from '../pki.ts';

/** Those that give StatefulSets, volumes, disruption budgets and deletion their meaning. Nodes have no lifecycle here. */
const controllers = [
  'statefulset-controller',
  'deployment-controller',
  'replicaset-controller',
  'job-controller',
  'disruption-controller',
  'garbage-collector-controller',
  'namespace-controller',
  'pod-garbage-collector-controller',
  'persistentvolume-binder-controller',
  'persistentvolume-protection-controller',
  'persistentvolumeclaim-protection-controller',
];

// With client-go's defaults, a thousand StatefulSets would wait for the client and not for anything that is measured.
const generous = { qps: 1000, burst: 2000 };

export function controllerManagerArgs(kubeconfigPath: string, pkiFolder: string): readonly string[] {
  return [
    `--kubeconfig=${kubeconfigPath}`,
    `--controllers=${controllers.join(',')}`,
    `--service-account-private-key-file=${join(pkiFolder, 'service-account.key')}`,
    `--root-ca-file=${keyPair(pkiFolder, 'ca').certificate}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--concurrent-statefulset-syncs=20',
    `--kube-api-qps=${generous.qps}`,
    `--kube-api-burst=${generous.burst}`,
  ];
}

export function schedulerConfig(kubeconfigPath: string): string {
  return `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
leaderElection:
  leaderElect: false
clientConnection:
  kubeconfig: ${JSON.stringify(kubeconfigPath)}
  qps: ${generous.qps}
  burst: ${generous.burst}
`;
}

import { join } from 'node:path';
import { keyPair } from '../pki.ts';
import { hostAddress, type Layout, type NodeLayout } from './layout.ts';
import { pauseImage } from './pause-image.ts';

export type MachineFacts = {
  readonly runcPath: string;
  readonly cniFolder: string;
  readonly cgroupVersion: 1 | 2;
  /** CAP_SYS_RESOURCE, without which nobody may lower a process's OOM score. */
  readonly canLowerOomScore: boolean;
};

export function containerdConfig(node: NodeLayout, facts: MachineFacts): string {
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
root = "${join(node.folder, 'containerd')}"
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.aufs", "io.containerd.internal.v1.opt",
]
[grpc]
  address = "${node.containerdSocket}"
[${cri}]
  sandbox_image = "${pauseImage}"
  disable_apparmor = true
  restrict_oom_score_adj = ${!facts.canLowerOomScore}
  [${cri}.cni]
    bin_dir = "${facts.cniFolder}"
    conf_dir = "${join(node.folder, 'cni')}"
  [${cri}.containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [${cri}.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [${cri}.containerd.runtimes.runc.options]
        BinaryName = "${facts.runcPath}"
        SystemdCgroup = false
`;
}

/**
 * Point to point, not a bridge: pods of one node then reach each other by routing, so that the answers of a Service
 * always pass the address translation that the questions passed, with or without the br_netfilter module.
 */
export function cniConfig(node: NodeLayout): unknown {
  const ipam = { type: 'host-local', dataDir: '/run/cni', ranges: [[{ subnet: node.podCidr }]], routes: [{ dst: '0.0.0.0/0' }] };
  return {
    cniVersion: '1.0.0',
    name: 'pods',
    plugins: [
      { type: 'ptp', ipMasq: false, ipam },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

export function kubeletConfig(layout: Layout, node: NodeLayout, facts: MachineFacts): unknown {
  const serving = keyPair(layout.pkiFolder, node.name);
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: keyPair(layout.pkiFolder, 'ca').certificate },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: serving.certificate,
    tlsPrivateKeyFile: serving.key,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${node.cgroup}`,
    ...(facts.cgroupVersion === 1 ? { failCgroupV1: false } : {}),
    failSwapOn: false,
    clusterDNS: [hostAddress],
    clusterDomain: 'cluster.local',
    // The pods' names end in this cluster: there is no way out, and the machine's own search domains do not leak in.
    resolvConf: '/dev/null',
    containerRuntimeEndpoint: `unix://${node.containerdSocket}`,
    podCIDR: node.podCidr,
    // Kubelets that share this folder delete each other's logs.
    podLogsDir: join(node.folder, 'pod-logs'),
    imageGCHighThresholdPercent: 100,
    evictionHard: { 'nodefs.available': '1%', 'imagefs.available': '1%', 'memory.available': '100Mi' },
    registerWithTaints: [],
  };
}

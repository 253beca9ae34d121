import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareAudit } from '../audit.ts';
import { binary } from '../binaries.ts';
import { apiServerArgs, apiServerIdentities, etcdArgs } from '../control-plane-args.ts';
import { writeKubeconfig } from '../kubeconfig.ts';
import { createPki, type Identity, keyPair } from '../pki.ts';
import { startDaemon } from './daemon.ts';
import { apiPort, hostAddress, type Layout, type NodeLayout } from './layout.ts';
import { clusterCidr } from './node.ts';

const etcdPorts = { clientPort: 2379, peerPort: 2380 };

const controllerManager = { name: 'kube-controller-manager', commonName: 'system:kube-controller-manager' };
const scheduler = { name: 'kube-scheduler', commonName: 'system:kube-scheduler' };
const proxy = { name: 'kube-proxy', commonName: 'system:kube-proxy' };

/** Certificates for all, and the kubeconfigs of those inside the cluster's network. */
export async function createIdentities(layout: Layout, nodes: readonly NodeLayout[]): Promise<void> {
  const nodeIdentities: readonly Identity[] = nodes.map((node) => ({
    name: node.name,
    commonName: `system:node:${node.name}`,
    organization: 'system:nodes',
    names: [`DNS:${node.name}`, `IP:${node.address}`],
  }));
  const components = [controllerManager, scheduler, proxy];
  await createPki(layout.pkiFolder, [...apiServerIdentities([hostAddress]), ...components, ...nodeIdentities]);
  await mkdir(layout.logFolder, { recursive: true });
  await Promise.all(nodes.map((node) => mkdir(node.folder, { recursive: true })));
  const write = (path: string, identity: string) =>
    writeKubeconfig({ path, name: layout.name, server, pkiFolder: layout.pkiFolder, identity });
  await Promise.all([
    ...components.map(({ name }) => write(kubeconfigOf(layout, name), name)),
    write(internalKubeconfig(layout), 'admin'),
    ...nodes.map((node) => write(node.kubeconfigPath, node.name)),
  ]);
}

const server = `https://${hostAddress}:${apiPort}`;

export function startStore(layout: Layout): void {
  start(layout, 'etcd', etcdArgs({ dataFolder: join(layout.folder, 'etcd'), ...etcdPorts }));
}

export function startApiServer(layout: Layout): void {
  const { pkiFolder } = layout;
  const input = { pkiFolder, etcdPort: etcdPorts.clientPort, bindAddress: '0.0.0.0', advertiseAddress: hostAddress, port: apiPort };
  start(layout, 'kube-apiserver', [...apiServerArgs(input), ...prepareAudit(layout.auditFolder)]);
}

export function startControllers(layout: Layout): void {
  const authority = keyPair(layout.pkiFolder, 'ca');
  start(layout, 'kube-controller-manager', [
    ...authenticate(layout, 'kube-controller-manager'),
    `--service-account-private-key-file=${join(layout.pkiFolder, 'service-account.key')}`,
    `--root-ca-file=${authority.certificate}`,
    `--cluster-signing-cert-file=${authority.certificate}`,
    `--cluster-signing-key-file=${authority.key}`,
    '--use-service-account-credentials',
    `--cluster-cidr=${clusterCidr}`,
    '--allocate-node-cidrs=false',
    '--leader-elect=false',
    // Half of the default, so that tests of dead nodes do not wait longer than they must.
    '--node-monitor-grace-period=20s',
  ]);
  start(layout, 'kube-scheduler', [...authenticate(layout, 'kube-scheduler'), '--leader-elect=false']);
}

/** Name service and volumes. In an ordinary cluster these are pods; as processes they need no images. */
export async function startAddOns(layout: Layout): Promise<void> {
  await startNameService(layout);
  start(layout, 'provisioner', [`--kubeconfig=${internalKubeconfig(layout)}`, `--root=${layout.volumeFolder}`]);
}

export async function startNameService(layout: Layout): Promise<void> {
  const corefile = join(layout.folder, 'Corefile');
  await writeFile(corefile, coreDnsConfig(internalKubeconfig(layout)));
  start(layout, 'coredns', ['-conf', corefile]);
}

function coreDnsConfig(kubeconfig: string): string {
  return `.:53 {
  bind ${hostAddress}
  errors
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${kubeconfig}
    pods insecure
    ttl 5
  }
  cache 5
}
`;
}

function authenticate(layout: Layout, name: string): readonly string[] {
  const path = kubeconfigOf(layout, name);
  return [`--kubeconfig=${path}`, `--authentication-kubeconfig=${path}`, `--authorization-kubeconfig=${path}`];
}

/** Leads an administrator to the API server from inside the cluster's network. */
export function internalKubeconfig(layout: Layout): string {
  return kubeconfigOf(layout, 'internal');
}

function kubeconfigOf(layout: Layout, name: string): string {
  return join(layout.folder, `${name}.kubeconfig`);
}

function start(layout: Layout, name: string, args: readonly string[]): void {
  startDaemon(layout, { name, networkNamespace: layout.hostNamespace, command: binary(name), args });
}

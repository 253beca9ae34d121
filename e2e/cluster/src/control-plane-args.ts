import { join } from 'node:path';
import { type Identity, keyPair } from './pki.ts';

export const serviceCidr = '10.96.0.0/16';
/** The first address of the service range: the Service `kubernetes.default`. */
export const apiServiceAddress = '10.96.0.1';

/** Who must have a certificate before an API server with these arguments starts. */
export function apiServerIdentities(addresses: readonly string[]): readonly Identity[] {
  const names = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local', 'localhost'];
  const allAddresses = [...new Set([apiServiceAddress, '127.0.0.1', ...addresses])];
  return [
    {
      name: 'apiserver',
      commonName: 'kube-apiserver',
      names: [...names.map((name) => `DNS:${name}`), ...allAddresses.map((address) => `IP:${address}`)],
    },
    { name: 'apiserver-client', commonName: 'kube-apiserver-client', organization: 'system:masters' },
    { name: 'admin', commonName: 'admin', organization: 'system:masters' },
  ];
}

export type EtcdInput = { readonly dataFolder: string; readonly clientPort: number; readonly peerPort: number };

export function etcdArgs({ dataFolder, clientPort, peerPort }: EtcdInput): readonly string[] {
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    `--data-dir=${dataFolder}`,
    // The cluster is thrown away after use, so nothing is lost that a crash of the machine could not lose anyway.
    '--unsafe-no-fsync',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--log-level=warn',
  ];
}

export type ApiServerInput = {
  readonly pkiFolder: string;
  readonly etcdPort: number;
  readonly bindAddress: string;
  readonly advertiseAddress: string;
  readonly port: number;
};

/** What every API server of ours has, whether it has nodes or not. */
export function apiServerArgs({ pkiFolder, etcdPort, bindAddress, advertiseAddress, port }: ApiServerInput): readonly string[] {
  const serving = keyPair(pkiFolder, 'apiserver');
  const client = keyPair(pkiFolder, 'apiserver-client');
  const authority = keyPair(pkiFolder, 'ca').certificate;
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    `--service-cluster-ip-range=${serviceCidr}`,
    `--bind-address=${bindAddress}`,
    `--advertise-address=${advertiseAddress}`,
    `--secure-port=${port}`,
    `--tls-cert-file=${serving.certificate}`,
    `--tls-private-key-file=${serving.key}`,
    `--client-ca-file=${authority}`,
    `--service-account-key-file=${join(pkiFolder, 'service-account.pub')}`,
    `--service-account-signing-key-file=${join(pkiFolder, 'service-account.key')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    '--authorization-mode=Node,RBAC',
    // The second plug-in is off by default but common in production: an operator whose RBAC lacks `finalizers` must fail here too.
    '--enable-admission-plugins=NodeRestriction,OwnerReferencesPermissionEnforcement',
    '--allow-privileged=true',
    `--kubelet-client-certificate=${client.certificate}`,
    `--kubelet-client-key=${client.key}`,
    `--kubelet-certificate-authority=${authority}`,
    // Node names resolve nowhere: without this, logs and exec fail.
    '--kubelet-preferred-address-types=InternalIP',
    `--proxy-client-cert-file=${client.certificate}`,
    `--proxy-client-key-file=${client.key}`,
    `--requestheader-client-ca-file=${authority}`,
    '--requestheader-allowed-names=kube-apiserver-client',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
  ];
}

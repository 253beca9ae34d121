import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectAlive, startChild, stopChild } from '../cluster/src/child.ts';
import { waitUntil } from '../cluster/src/index.ts';
import { logTail } from '../cluster/src/log-tail.ts';
import { ensureGoProgram, goModuleFolder } from './go-program.ts';
import { repository } from './results-folder.ts';
import type { TestBed } from './test-bed.ts';

const name = 'cert-manager';
const source = join(repository, 'e2e/cert-manager');
const apply = ['apply', '--server-side', '--filename=-'];
/** Longer than the API server takes to know a new kind as an owner: until then it refuses what cert-manager asks of itself. */
const timeoutMs = 120_000;

export type CertManager = {
  /** Ends it, and takes the authority away; the kinds stay. */
  readonly stop: () => Promise<void>;
};

/**
 * Runs cert-manager's controllers, as a process of this machine, for a cluster of this machine, and has them make an authority. Never for another cluster: it may have
 * a cert-manager, and two would work against each other.
 *
 * @param issuer name of the ClusterIssuer that signs by it; its Secret is in `namespace`
 */
export async function startCertManager({ cluster }: Pick<TestBed, 'cluster'>, namespace: string, issuer: string): Promise<CertManager> {
  const { kubectl } = cluster;
  const program = await ensureGoProgram({ name, source });
  const kinds = join(await goModuleFolder(source, 'github.com/cert-manager/cert-manager'), 'deploy/crds');
  await kubectl(['apply', '--server-side', `--filename=${kinds}`]);
  await kubectl(['wait', '--for=condition=Established', `--filename=${kinds}`, '--timeout=30s']);
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const args = [`--kubeconfig=${cluster.kubeconfigPath}`, `--cluster-resource-namespace=${namespace}`];
  const child = startChild(folder, name, args, program);
  const clusterIssuer = `clusterissuers.cert-manager.io/${issuer}`;
  const stop = async () => {
    await stopChild(child);
    await kubectl(['delete', clusterIssuer, '--ignore-not-found']);
    await rm(folder, { recursive: true });
  };
  try {
    await kubectl(apply, JSON.stringify(authorityObjects(namespace, issuer)));
    await waitUntil(
      () => {
        expectAlive([child]);
        return kubectl(['wait', '--for=condition=Ready', clusterIssuer, '--timeout=1s']);
      },
      { what: `cert-manager to sign by ${issuer}`, timeoutMs, explain: () => logTail(child.logPath) },
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** A certificate that signs itself, and who signs others by it. */
function authorityObjects(namespace: string, issuer: string): object {
  const apiVersion = 'cert-manager.io/v1';
  const metadata = { namespace, name: issuer };
  const spec = {
    isCA: true,
    commonName: issuer,
    secretName: issuer,
    privateKey: { algorithm: 'ECDSA', size: 256 },
    issuerRef: { name: issuer, kind: 'Issuer' },
  };
  const items = [
    { apiVersion, kind: 'Issuer', metadata, spec: { selfSigned: {} } },
    { apiVersion, kind: 'Certificate', metadata, spec },
    { apiVersion, kind: 'ClusterIssuer', metadata: { name: issuer }, spec: { ca: { secretName: issuer } } },
  ];
  return { apiVersion: 'v1', kind: 'List', items };
}

/** Has a certificate issued anew at once, as `cmctl renew` does: by a condition of its status. */
export async function renewCertificate({ cluster }: Pick<TestBed, 'cluster'>, namespace: string, certificate: string): Promise<void> {
  const value = {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'Certificate re-issuance manually triggered',
    lastTransitionTime: new Date().toISOString(),
  };
  const patch = JSON.stringify([{ op: 'add', path: '/status/conditions/-', value }]);
  const target = [`certificates.cert-manager.io/${certificate}`, `--namespace=${namespace}`];
  await cluster.kubectl(['patch', ...target, '--subresource=status', '--type=json', `--patch=${patch}`]);
}

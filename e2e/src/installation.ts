import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredObject } from '@dataservices/plan';
import { runHelm } from './install-chart.ts';
import { driverKinds } from './kinds.ts';
import { awaitOperator, operator, operatorPods } from './operator.ts';
import { repository, resultsFolder } from './results-folder.ts';
import type { TestBed } from './test-bed.ts';

/** The standing installation of the operators, to be taken away, installed otherwise, and put back as it was. */
export type Installation = {
  /** A file of the values that it stood with, as Helm takes them. */
  readonly valuesFile: string;
  /** `helm install`, `upgrade` or `rollback` of the release, with the values that it stood with; returns when the operators lead. */
  readonly install: (input?: InstallInput) => Promise<void>;
  readonly upgrade: (input?: InstallInput) => Promise<void>;
  readonly rollback: (revision: number) => Promise<void>;
  /** Returns when no process of the operators is there any more. */
  readonly uninstall: () => Promise<void>;
  /** Applies charts/install.yaml, as docs/install.md says it where Helm has installed the definitions, and returns when the operators lead. */
  readonly applyManifest: () => Promise<void>;
  /** Whatever state it is in: the release as it was at the beginning. */
  readonly putBack: () => Promise<void>;
};

/** Default: the chart of this version, and the image that the values name. */
export type InstallInput = { readonly chart?: string; readonly imageTag?: string };

const inNamespace = ['--namespace', operator.namespace] as const;
const placeholder = 'registry.example.com/dataservices/operator';
const ownKinds = 'deployments,services,serviceaccounts,roles,rolebindings,poddisruptionbudgets,clusterroles,clusterrolebindings';
/** Another release may stand beside this one. */
const ownLabels = `${operator.selector},app.kubernetes.io/instance=${operator.release}`;
const securityLabel = 'pod-security.kubernetes.io/enforce';

/** Looks at what stands. Nothing is changed yet. */
export async function openInstallation(bed: TestBed): Promise<Installation> {
  const { cluster, kube } = bed;
  const replicas = (await operatorPods(bed)).length;
  const values = await runHelm(cluster, ['get', 'values', operator.release, ...inNamespace, '--output', 'json']);
  const { image } = JSON.parse(values) as { readonly image: { readonly repository: string } };
  const namespace = await kube.get<StoredObject>(driverKinds.namespaces, { name: operator.namespace });
  const level = namespace?.metadata.labels?.[securityLabel];
  const file = join(resultsFolder, 'standing-values.json');
  await mkdir(resultsFolder, { recursive: true });
  await writeFile(file, values);

  async function helm(verb: 'install' | 'upgrade', { chart = 'charts/dataservices', imageTag }: InstallInput = {}): Promise<void> {
    const tag = imageTag === undefined ? [] : ['--set', `image.tag=${imageTag}`];
    await runHelm(cluster, [verb, operator.release, chart, ...inNamespace, '--wait', '--values', file, ...tag]);
    await awaitOperator(bed, replicas);
  }

  async function uninstall(): Promise<void> {
    await runHelm(cluster, ['uninstall', operator.release, ...inNamespace, '--ignore-not-found', '--wait']);
    await awaitOperator(bed, 0);
  }

  return {
    valuesFile: file,
    install: (input) => helm('install', input),
    upgrade: (input) => helm('upgrade', input),
    async rollback(revision) {
      await runHelm(cluster, ['rollback', operator.release, String(revision), ...inNamespace, '--wait']);
      await awaitOperator(bed, replicas);
    },
    uninstall,
    async applyManifest() {
      const manifest = await readFile(join(repository, 'charts/install.yaml'), 'utf8');
      await cluster.kubectl(
        ['apply', '--server-side', '--force-conflicts', '--filename', '-'],
        manifest.replaceAll(placeholder, image.repository),
      );
      await awaitOperator(bed, manifestReplicas);
    },
    async putBack() {
      // What the manifest made, which Helm knows nothing of. As docs/install.md has it: never by the manifest itself, which has the definitions
      // in it, and with them every cluster.
      await cluster.kubectl(['delete', ownKinds, ...inNamespace, '--selector', ownLabels]);
      await uninstall();
      await cluster.kubectl(['label', 'namespace', operator.namespace, '--overwrite', `${securityLabel}${level ? `=${level}` : '-'}`]);
      await helm('install');
      await rm(file);
    },
  };
}

/** As the chart has them by default. */
const manifestReplicas = 2;

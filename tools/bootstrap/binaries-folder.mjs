import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-folder.mjs';

export const binariesModule = fileURLToPath(new URL('../../e2e/cluster/binaries', import.meta.url));

const kubernetesVersion = { full: 'v1.35.4', major: '1', minor: '35' };

const versionFlags = [
  `-X k8s.io/component-base/version.gitVersion=${kubernetesVersion.full}`,
  `-X k8s.io/component-base/version.gitMajor=${kubernetesVersion.major}`,
  `-X k8s.io/component-base/version.gitMinor=${kubernetesVersion.minor}`,
].join(' ');

export const buildFlags = ['-trimpath', '-ldflags', `-s -w ${versionFlags}`];

/** All in one `go build`: the packages share most of their dependencies, which are then compiled once. */
export const buildPackages = [
  './localkube',
  './coredns',
  './provisioner',
  './pause',
  './slow-link',
  'go.etcd.io/etcd/server/v3',
  'helm.sh/helm/v3/cmd/helm',
  'github.com/oliver006/redis_exporter',
];

/** A module of its own, since its release follows another minor version of Kubernetes. */
export const kwokModule = join(binariesModule, 'kwok');
export const kwokPackage = 'sigs.k8s.io/kwok/cmd/kwok';

/** The multi-call program looks at the name that it is called by. */
export const localkubeNames = ['kube-apiserver', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler', 'kubelet', 'kubectl'];

/** What the folder holds when it is complete. */
export const binaryNames = [
  'localkube',
  'coredns',
  'provisioner',
  'pause',
  'slow-link',
  'etcd',
  'helm',
  'redis_exporter',
  'kwok',
  ...localkubeNames,
];

/**
 * The cache folder of exactly these sources and flags: a changed input gives another folder, and no stale program is ever used.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string}
 */
export function binariesFolder(env = process.env) {
  return join(cacheFolder(env), 'binaries', binariesKey(binariesModule));
}

/**
 * @param {string} folder the Go module
 * @returns {string} SHA-256 of what decides the result of the build, in hexadecimal
 */
export function binariesKey(folder) {
  const hash = createHash('sha256').update(JSON.stringify([buildFlags, buildPackages, kwokPackage, process.arch]));
  for (const file of sourceFiles(folder)) {
    const content = readFileSync(file);
    // The length delimits the content, so that moving a line from one file to the next changes the key.
    hash.update(`\0${relative(folder, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @param {string} folder @returns {string[]} */
function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sourceFiles(path);
      return entry.name.endsWith('.go') || entry.name === 'go.mod' || entry.name === 'go.sum' ? [path] : [];
    })
    .sort();
}

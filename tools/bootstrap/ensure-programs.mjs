import { findProgram } from './find-program.mjs';
import { runStep } from './run-step.mjs';

/** By Debian package: a program of it. Asking for the program also accepts one that came another way. */
const controlPlanePrograms = { openssl: 'openssl', 'util-linux': 'setpriv' };
const imagePrograms = { mmdebstrap: 'mmdebstrap', buildah: 'buildah' };
const clusterPrograms = {
  ...controlPlanePrograms,
  containerd: 'containerd',
  runc: 'runc',
  'containernetworking-plugins': 'ptp',
  iptables: 'iptables',
  iproute2: 'ip',
  xfsprogs: 'mkfs.xfs',
  ...imagePrograms,
};
const programs = { images: imagePrograms, 'control-plane': controlPlanePrograms, cluster: clusterPrograms };
const pluginFolders = ['/usr/lib/cni', '/opt/cni/bin', '/usr/libexec/cni'];

/**
 * Installs the Debian packages that are missing.
 *
 * @param {'images' | 'control-plane' | 'cluster'} needs
 * @throws Error that names what is missing, where it cannot be installed
 */
export async function ensurePrograms(needs) {
  if (needs === 'cluster' && !isRoot()) {
    throw new Error(
      'the local cluster needs root, for network namespaces and cgroups: run this as root, or give --kubeconfig of a cluster to use',
    );
  }
  if (needs === 'images' && !isRoot()) {
    throw new Error(
      "images are built by root only: run this as root, or have the operators' image staged for podman: npm run images -- --stage FOLDER",
    );
  }
  const missing = missingPackages(programs[needs]);
  if (missing.length > 0) await installPackages(missing);
}

/** @param {string[]} packages */
export async function installPackages(packages) {
  const list = packages.join(' ');
  if (!isRoot())
    throw new Error(
      `these programs are missing and only root can install them: ${list}. As root: apt-get install --no-install-recommends ${list}`,
    );
  if (findProgram('apt-get') === undefined) {
    throw new Error(
      `these programs are missing, and there is no apt-get to install them with: ${list}. Install what your system calls them, then try again`,
    );
  }
  await runStep(`Debian packages ${list}`, async (run) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { env });
    await run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env });
  });
}

/** @param {Record<string, string>} programs */
function missingPackages(programs) {
  return Object.entries(programs).flatMap(([name, program]) => (findProgram(program, pluginFolders) === undefined ? [name] : []));
}

function isRoot() {
  return process.getuid?.() === 0;
}

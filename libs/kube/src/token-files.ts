import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type KubeConfig, loadYaml } from '@kubernetes/client-node';

type Entry = { readonly name?: string; readonly user?: { readonly tokenFile?: string } };

/**
 * Lets users of a kubeconfig with a `tokenFile` be authenticated by it, as kubectl does: read again about once a minute,
 * before any `token`, and relative to the kubeconfig. The package knows such files only of the pod's own account.
 */
export function followTokenFiles(config: KubeConfig, kubeconfig: string): void {
  const document = loadYaml<{ readonly users?: readonly Entry[] }>(readFileSync(kubeconfig, 'utf8'));
  const tokenFiles = new Map((document.users ?? []).map(({ name, user }) => [name, user?.tokenFile]));
  config.users = config.users.map((user) => {
    const tokenFile = tokenFiles.get(user.name);
    if (tokenFile === undefined) return user;
    const { token: _token, ...others } = user;
    return { ...others, authProvider: { name: 'tokenFile', config: { tokenFile: resolve(dirname(kubeconfig), tokenFile) } } };
  });
}

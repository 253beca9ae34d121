import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openApi } from '../../../e2e/cluster/src/api-request.ts';

export type Account = { readonly namespace: string; readonly name: string };

/**
 * A kubeconfig with a token of a service account, beside that of somebody who may make tokens.
 *
 * @returns its path
 */
export async function accountKubeconfig(kubeconfig: string, { namespace, name }: Account): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const { status } = (await openApi(kubeconfig).send('POST', path, { spec: {} })) as { readonly status: { readonly token: string } };
  const config = JSON.parse(await readFile(kubeconfig, 'utf8')) as { readonly users: readonly { readonly name: string }[] };
  const users = config.users.map((user) => ({ name: user.name, user: { token: status.token } }));
  const file = join(dirname(kubeconfig), `${namespace}-${name}.kubeconfig`);
  await writeFile(file, JSON.stringify({ ...config, users }), { mode: 0o600 });
  return file;
}

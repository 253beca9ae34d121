import type { RabbitmqCluster } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { secretText } from '@dataservices/reconcile';

type WithData = StoredObject & { readonly data?: Readonly<Record<string, string>> };

const key = 'definitions.json';

/** What keeps a cluster that is still to be founded from its definitions; undefined where nothing does, or it is there already. */
export async function observeDefinitions({ spec, status, metadata }: RabbitmqCluster, kube: Kube, signal: AbortSignal) {
  const { secretName, configMapName } = spec.definitions ?? {};
  const name = secretName ?? configMapName;
  if (name === undefined || status.formation?.formed === true) return undefined;
  const [kind, field] = secretName === undefined ? ['ConfigMap', 'configMapName'] : ['Secret', 'secretName'];
  const resource = secretName === undefined ? resources.configMaps : resources.secrets;
  const stored = await kube.get<WithData>(resource, { namespace: metadata.namespace, name }, { signal });
  const text = secretName === undefined ? stored?.data?.[key] : secretText(stored, key);
  if (stored === undefined) return `spec.definitions.${field}: there is no ${kind} ${name} in this namespace; create it with a key ${key}`;
  return isObject(text) ? undefined : `${kind} ${name}: its key ${key} is not an object in JSON; set it to what RabbitMQ exports`;
}

function isObject(text: string | undefined): boolean {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

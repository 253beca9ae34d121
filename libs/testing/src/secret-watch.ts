import { type Kube, type Resource, resources, type Watch, type WatchEvent } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { leaksIn, partsOf, type SecretPart } from './secret-parts.ts';

type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };

export type SecretWatch = {
  /** Something that is written down: a line of a log, metrics. */
  readonly see: (place: string, text: string) => void;
  /** Has a last look. */
  end(): Promise<SecretsSeen>;
};

export type SecretsSeen = {
  /** The keys of the Secrets that were there at any time. */
  readonly secrets: readonly string[];
  /** Where a value of them was found. */
  readonly leaks: readonly string[];
};

const revisions: Resource = { group: 'apps', version: 'v1', kind: 'ControllerRevision', plural: 'controllerrevisions', isNamespaced: true };

const watched: readonly Resource[] = [
  resources.pods,
  resources.persistentVolumeClaims,
  resources.statefulSets,
  revisions,
  resources.services,
  resources.configMaps,
  resources.serviceAccounts,
  resources.podDisruptionBudgets,
  resources.networkPolicies,
  resources.events,
];

/**
 * Follows a namespace: what its Secrets hold, and every version of every other object in it. What is in a pod's arguments and environment is in
 * the pod.
 *
 * @param custom the kinds of the project that are there
 */
export async function watchSecrets(kube: Kube, namespace: string, custom: readonly Resource[]): Promise<SecretWatch> {
  const parts = new Map<string, SecretPart>();
  const secrets = new Set<string>();
  const texts = new Map<string, string>();
  const see = (place: string, text: string) => void texts.set(text, place);

  function takeObject({ kind }: Resource, object: StoredObject): void {
    see(`${kind} ${object.metadata.name}`, JSON.stringify(object));
  }

  function takeSecret(_: Resource, secret: Secret): void {
    for (const part of partsOf(secret.metadata.name, secret.data)) {
      secrets.add(part.from);
      parts.set(part.text, part);
    }
    const { data, ...rest } = secret;
    see(`Secret ${secret.metadata.name} beside its data`, JSON.stringify(rest));
  }

  /** Returns once nothing is missed any more. */
  async function follow(resource: Resource, take: (resource: Resource, object: StoredObject) => void): Promise<Watch> {
    const listed = Promise.withResolvers<void>();
    const watch = kube.watch(resource, { namespace }, (event: WatchEvent<StoredObject>) => {
      for (const object of event.type === 'LISTED' ? event.objects : [event.object]) take(resource, object);
      listed.resolve();
    });
    await listed.promise;
    return watch;
  }

  const objects = [...watched, ...custom];
  const watches = await Promise.all([follow(resources.secrets, takeSecret), ...objects.map((resource) => follow(resource, takeObject))]);

  return {
    see,
    async end() {
      await Promise.all(watches.map((watch) => watch.stop()));
      for (const object of (await kube.list<Secret>(resources.secrets, { namespace })).items) takeSecret(resources.secrets, object);
      for (const resource of objects) for (const object of (await kube.list(resource, { namespace })).items) takeObject(resource, object);
      return { secrets: [...secrets].sort(), leaks: leaksIn(texts, [...parts.values()]) };
    },
  };
}

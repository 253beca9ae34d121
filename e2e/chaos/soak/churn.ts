import { type Kube, type Resource, resources } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { driverKinds } from '../../src/kinds.ts';
import { pause } from './run-together.ts';

/** A place in the world that an object may fill: the same kind and name every time, another uid. */
type Slot = { readonly resource: Resource; readonly namespace: string; readonly name: string; isFilled: boolean };

export type ChurnCounts = { readonly created: number; readonly changed: number; readonly deleted: number };

export const soakNamespaces = ['soak-a', 'soak-b'] as const;
export const tierLabel = 'tier';

// As many are created as deleted when four of five slots are filled.
const filledShare = 0.8;
const deletedShare = 0.25;
const creatorCount = 8;

/** Objects of three kinds in two namespaces that are created, changed and deleted, one after another. */
export class Churn {
  readonly #kube: Kube;
  readonly #random: () => number;
  readonly #slots: readonly Slot[];
  #counts = { created: 0, changed: 0, deleted: 0 };

  constructor(kube: Kube, objects: number, random: () => number) {
    this.#kube = kube;
    this.#random = random;
    this.#slots = Array.from({ length: Math.round(objects / filledShare) }, (_, index) => slotOf(index));
  }

  get counts(): ChurnCounts {
    return { ...this.#counts };
  }

  /** Makes the namespaces and the first objects. */
  async fill(): Promise<void> {
    for (const name of soakNamespaces) {
      await this.#kube.create(driverKinds.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    const waiting = this.#slots.filter(() => this.#random() < filledShare);
    const create = async () => {
      for (let slot = waiting.pop(); slot !== undefined; slot = waiting.pop()) await this.#create(slot);
    };
    await Promise.all(Array.from({ length: creatorCount }, create));
  }

  /** Changes about `rate` objects a second until the signal is aborted. */
  async run(rate: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#changeOne();
      await pause(1000 / rate, signal);
    }
  }

  async #changeOne(): Promise<void> {
    const slot = this.#slots[Math.floor(this.#random() * this.#slots.length)];
    if (slot === undefined) return;
    const isDeletion = this.#random() < deletedShare;
    if (!slot.isFilled) await this.#create(slot);
    else if (isDeletion) await this.#delete(slot);
    else await this.#change(slot);
  }

  async #create(slot: Slot): Promise<void> {
    await this.#kube.create(slot.resource, objectFor(slot, this.#tier()));
    slot.isFilled = true;
    this.#counts.created += 1;
  }

  async #change(slot: Slot): Promise<void> {
    const labels = { [tierLabel]: this.#tier() };
    const annotations = { change: `${this.#counts.changed}` };
    await this.#kube.mergePatch(slot.resource, slot, { metadata: { labels, annotations } });
    this.#counts.changed += 1;
  }

  async #delete(slot: Slot): Promise<void> {
    await this.#kube.delete(slot.resource, slot);
    slot.isFilled = false;
    this.#counts.deleted += 1;
  }

  #tier(): string {
    return this.#random() < 0.2 ? 'hot' : 'cold';
  }
}

const kinds: readonly Resource[] = [
  resources.configMaps,
  resources.configMaps,
  resources.configMaps,
  resources.services,
  resources.serviceAccounts,
];

function slotOf(index: number): Slot {
  const resource = kinds[index % kinds.length] ?? resources.configMaps;
  const namespace = soakNamespaces[Math.floor(index / kinds.length) % 2] ?? soakNamespaces[0];
  return { resource, namespace, name: `object-${index}`, isFilled: false };
}

function objectFor({ resource, namespace, name }: Slot, tier: string): KubeObject & { readonly data?: object; readonly spec?: object } {
  const object = { apiVersion: 'v1', kind: resource.kind, metadata: { namespace, name, labels: { app: name, [tierLabel]: tier } } };
  // A Service with an address of its own would take one of the cluster's for each.
  if (resource === resources.services) return { ...object, spec: { clusterIP: 'None', selector: { app: name } } };
  return resource === resources.configMaps ? { ...object, data: { 'app.conf': `name ${name}\n` } } : object;
}

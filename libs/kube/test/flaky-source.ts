import type { StoredObject } from '@dataservices/plan';
import { KubeError } from '../src/errors.ts';
import { sleep } from '../src/sleep.ts';
import type { WatchSource } from '../src/watch.ts';

type Entry = { readonly version: number; readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: StoredObject };

const expired = new KubeError({ code: 'Expired', status: 410, message: 'too old resource version' });
const expiredEvent = { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' } };

/** A server with a history that it forgets, and connections that fail in every way that is known of watches. */
export class FlakySource implements WatchSource<StoredObject> {
  readonly name = 'flaky';
  readonly objects = new Map<string, StoredObject>();
  isHealthy = false;
  readonly #random: () => number;
  #log: Entry[] = [];
  #version = 1;
  #forgotten = 1;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Somebody makes, changes or deletes something; now and then the server forgets what was before. */
  change(): void {
    this.#version += 1;
    const name = `object-${Math.floor(this.#random() * 5)}`;
    const before = this.objects.get(name);
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, uid: name, resourceVersion: String(this.#version) } };
    const isDeletion = before !== undefined && this.#happens(0.4);
    if (isDeletion) this.objects.delete(name);
    else this.objects.set(name, object);
    this.#log.push({ version: this.#version, type: isDeletion ? 'DELETED' : before === undefined ? 'ADDED' : 'MODIFIED', object });
    if (!this.#happens(0.1)) return;
    this.#forgotten = this.#version;
    this.#log = [];
  }

  async list() {
    if (this.#fails(0.3)) throw new KubeError({ code: 'Forbidden', status: 403, message: 'no' });
    return { items: [...this.objects.values()], resourceVersion: String(this.#version) };
  }

  async open(resourceVersion: string, _timeoutSeconds: number, signal: AbortSignal) {
    if (this.#fails(0.2)) throw new Error('connection refused');
    if (Number(resourceVersion) < this.#forgotten) throw expired;
    return this.#events(Number(resourceVersion), signal);
  }

  report(): void {}

  async *#events(from: number, signal: AbortSignal): AsyncGenerator<object> {
    let place = from;
    while (!this.#fails(0.02)) {
      if (this.#fails(0.02)) throw new Error('connection reset');
      if (this.#fails(0.02)) await silence(signal);
      if (place < this.#forgotten) {
        yield expiredEvent;
        return;
      }
      for (const { version, type, object } of this.#log.filter((entry) => entry.version > place)) {
        yield { type, object };
        place = version;
      }
      if (this.#happens(0.05)) yield { type: 'BOOKMARK', object: { metadata: { resourceVersion: String(place) } } };
      await sleep(1000, signal);
      signal.throwIfAborted();
    }
  }

  #fails(probability: number): boolean {
    return !this.isHealthy && this.#happens(probability);
  }

  #happens(probability: number): boolean {
    return this.#random() < probability;
  }
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

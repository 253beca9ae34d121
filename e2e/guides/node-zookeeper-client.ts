import { existsSync, readFileSync } from 'node:fs';
import { type Client, createClient, type Exception } from 'node-zookeeper-client';

const folder = '/bindings/zookeeper';
const callMs = 20_000;

/** An entry of the binding Secret, mounted as a folder. */
const binding = (key: string) => readFileSync(`${folder}/${key}`, 'utf8');

type Done<T> = (error: Error | Exception | null, result: T) => void;

/** Stays in one session for as long as there is one: after that, another client opens another. */
export class Zookeeper {
  #client = this.#open();

  /** `zookeeper.call((client, done) => client.getData(path, done))`. What was tried again may have been done the first time. */
  call<T>(begin: (client: Client, done: Done<T>) => void): Promise<T> {
    const client = this.#client;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    // The library waits for ever for a server that is silent, and forgets what it could not send before a session expired.
    const timer = setTimeout(() => {
      this.#replace(client);
      reject(new Error(`ZooKeeper did not answer within ${callMs} ms`));
    }, callMs);
    begin(client, (error, result) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve(result);
    });
    return promise;
  }

  close(): void {
    this.#client.removeAllListeners('expired');
    this.#client.close();
  }

  #open(): Client {
    // After a lost connection, a call is tried again up to five times: after 1 s, 2 s, 4 s and so on.
    const client = createClient(binding('addresses'), { sessionTimeout: 6000, spinDelay: 200, retries: 5 });
    if (existsSync(`${folder}/username`)) client.addAuthInfo('digest', Buffer.from(`${binding('username')}:${binding('password')}`));
    // Its ephemeral nodes and its watches are gone: here is where an application makes them again.
    client.once('expired', () => this.#replace(client));
    client.connect();
    return client;
  }

  #replace(client: Client): void {
    if (client !== this.#client) return;
    this.close();
    this.#client = this.#open();
  }
}

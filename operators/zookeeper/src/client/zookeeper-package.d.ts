/**
 * What is used of the package's callback interface. Its own types say any almost everywhere, and the promises that it lays over
 * these callbacks lose the return code when a call is refused at once.
 */
declare module 'zookeeper/lib/zookeeper.js' {
  /** 0, or one of ZooKeeper's negative codes; `text` says the same in words. */
  type Answered = (code: number, text: string) => void;

  class ZooKeeper {
    constructor(options: {
      /** Addresses: a name would be resolved while everything else waits. */
      connect: string;
      /** Of the session, in milliseconds. */
      timeout: number;
      /** 0 keeps it from writing to the standard error. */
      debug_level: number;
      host_order_deterministic: boolean;
    });
    init(options: Record<string, never>): void;
    on(event: 'connect' | 'close', listener: () => void): void;
    /** Ends the session; calls without an answer yet get one. */
    close(): void;
    add_auth(scheme: string, auth: string, answered: Answered): number;
    a_create(path: string, data: string, flags: number, answered: Answered): number;
    a_set(path: string, data: string, version: number, answered: Answered): number;
    a_set_acl(
      path: string,
      version: number,
      acl: readonly { readonly perms: number; readonly scheme: string; readonly auth: string }[],
      answered: Answered,
    ): number;
    a_reconfig(joining: string | null, leaving: string | null, members: null, fromVersion: number, answered: Answered): number;
  }

  export = ZooKeeper;
}

import type ZooKeeper from 'zookeeper/lib/zookeeper.js';
import type { Target } from './port.ts';
import { returnCode } from './return-code.ts';
import { ZookeeperError } from './zookeeper-error.ts';

export type Credentials = { readonly username: string; readonly password: string };

/** Milliseconds for everything that is done in one session. */
export const sessionTimeoutMs = 4_000;

/** Milliseconds until a server forgets a session whose client is gone: the least that servers with default settings grant. */
const leaseMs = 4_000;

/** Calls in a session, each of which resolves to ZooKeeper's return code, and to `closing` when the time is up. */
export type Session = {
  reconfig(joining: string, leaving: string, fromVersion: number): Promise<number>;
  create(path: string, data: string): Promise<number>;
  setData(path: string, data: string): Promise<number>;
  /** Leaves all rights on a node to who is logged in, and takes those of everybody else. */
  claim(path: string): Promise<number>;
};

/**
 * Runs `use` in a session of its own, logged in, which is ended afterwards whatever happens. It takes `timeoutMs` at most: then
 * all calls resolve to `closing`.
 *
 * @throws ZookeeperError Unreachable where no server answers in time, so that nothing was asked for
 */
export async function withSession<T>(
  target: Target,
  credentials: Credentials,
  use: (session: Session) => Promise<T>,
  timeoutMs = sessionTimeoutMs,
): Promise<T> {
  const client = await createClient(target);
  const timeout = Promise.withResolvers<number>();
  const timer = setTimeout(() => timeout.resolve(returnCode.closing), timeoutMs);
  const connected = new Promise<number>((resolve) => {
    client.on('connect', () => resolve(returnCode.ok));
    // Also where the server refuses the session: the client ends itself then.
    client.on('close', () => resolve(returnCode.closing));
  });
  const call: Call = (start) => Promise.race([timeout.promise, new Promise<number>((resolve) => start(client, resolve))]);
  try {
    client.init({});
    if ((await Promise.race([connected, timeout.promise])) !== returnCode.ok) throw unreachable(target, timeoutMs);
    await logIn(target, credentials, call);
    return await use(sessionOf(call));
  } finally {
    clearTimeout(timer);
    client.close();
  }
}

/** Starts a call, which answers with a code later, or returns another than 0 at once. */
type Call = (start: (client: ZooKeeper, answered: (code: number) => void) => void) => Promise<number>;

function sessionOf(call: Call): Session {
  return {
    reconfig: (joining, leaving, fromVersion) =>
      call((client, answered) => atOnce(answered, client.a_reconfig(joining || null, leaving || null, null, fromVersion, answered))),
    create: (path, data) => call((client, answered) => atOnce(answered, client.a_create(path, data, 0, answered))),
    setData: (path, data) => call((client, answered) => atOnce(answered, client.a_set(path, data, -1, answered))),
    claim: (path) =>
      call((client, answered) => atOnce(answered, client.a_set_acl(path, -1, [{ perms: 31, scheme: 'auth', auth: '' }], answered))),
  };
}

/** A call that is refused at once is never answered: its callback would be waited for until the time is up. */
function atOnce(answered: (code: number) => void, code: number): void {
  if (code !== returnCode.ok) answered(code);
}

async function logIn(target: Target, { username, password }: Credentials, call: Call): Promise<void> {
  const code = await call((client, answered) => atOnce(answered, client.add_auth('digest', `${username}:${password}`, answered)));
  if (code !== returnCode.ok) throw unreachable(target, sessionTimeoutMs);
}

function unreachable({ pod, port }: Target, timeoutMs: number): ZookeeperError {
  return new ZookeeperError('Unreachable', `${pod}:${port}: no session within ${timeoutMs} ms: it is not there, or part of no quorum`);
}

/** The package is loaded at its first use: whoever has no ZooKeeper need not have its native part. */
async function createClient({ ip, port }: Target): Promise<ZooKeeper> {
  const { default: Client } = await import('zookeeper/lib/zookeeper.js').catch((cause: unknown) => {
    throw new ZookeeperError('Unreachable', 'the package zookeeper cannot be loaded. Remedy: node tools/zookeeper-addon.ts', { cause });
  });
  // An IPv6 address has colons of its own.
  const host = ip.includes(':') ? `[${ip}]` : ip;
  return new Client({ connect: `${host}:${port}`, timeout: leaseMs, debug_level: 0, host_order_deterministic: true });
}

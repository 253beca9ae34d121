import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startScript } from '../resources/start-script.ts';

/** A machine for one member, as far as its start script goes: its folders, and programs that stand in for Java and for DNS. */
export type Machine = {
  /** A file on the volume; undefined where there is none. */
  readonly read: (path: string) => string | undefined;
  readonly list: (path: string) => readonly string[];
  /** Of the volume for the transaction log; the same paths lead there from `../log`. */
  readonly logFolder: string;
  /** Takes away all that is on one of the volumes, as a new one would be. */
  readonly wipe: (volume: 'data' | 'log') => void;
  readonly write: (path: string, content: string) => void;
  readonly order: (text: string) => void;
  /** A file of the Secret with certificates, which is not mounted before the first. */
  readonly mount: (name: string, content: string) => void;
  /** A file beside the server, such as those that it loads; undefined where there is none. */
  readonly readRun: (path: string) => string | undefined;
  /** @param server what stands in for Java, as a script of the shell */
  readonly start: (server?: string, variables?: Readonly<Record<string, string>>) => Start;
  readonly remove: () => void;
};

/** A start of the container. */
export type Start = {
  /** The exit code, and all that was logged; Java stands in as a program that ends at once, so 0 is that it was started. */
  readonly ended: Promise<{ readonly code: number | null; readonly log: string }>;
  /** Resolves when the log has this text. */
  readonly logged: (text: string) => Promise<void>;
  readonly stop: () => void;
};

export function makeMachine(pod: string): Machine {
  const root = mkdtempSync(join(tmpdir(), 'start-zookeeper-'));
  const volume = (path: string) => join(root, 'data', path);
  const put = (path: string, content: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  const program = (name: string, text: string) => {
    put(join(root, 'bin', name), `#!/bin/bash\n${text}\n`);
    chmodSync(join(root, 'bin', name), 0o755);
  };
  mkdirSync(join(root, 'data'));
  mkdirSync(join(root, 'log'));
  put(join(root, 'etc/config/zoo.cfg'), 'tickTime=2000\n');
  put(join(root, 'etc/secrets/super-digest'), 'super:digest');
  put(join(root, 'etc/order/order'), '');
  // Between two looks at the order.
  program('sleep', 'echo "looked in vain"; exec /bin/sleep "$@"');
  program('getent', 'echo "10.0.0.1 STREAM"');
  put(join(root, 'start.sh'), relocated(root));
  return {
    read: (path) => (existsSync(volume(path)) ? readFileSync(volume(path), 'utf8') : undefined),
    list: (path) => (existsSync(volume(path)) ? readdirSync(volume(path)).sort() : []),
    logFolder: join(root, 'log'),
    wipe: (name) => {
      rmSync(join(root, name), { recursive: true });
      mkdirSync(join(root, name));
    },
    write: (path, content) => put(volume(path), content),
    order: (text) => put(join(root, 'etc/order/order'), text),
    mount: (name, content) => put(join(root, 'etc/tls', name), content),
    readRun: (path) => (existsSync(join(root, 'run', path)) ? readFileSync(join(root, 'run', path), 'utf8') : undefined),
    start: (server = 'echo "java $*"', variables = {}) => {
      program('java', server);
      return observed(run(root, pod, variables));
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}

/** The script with its absolute paths below a folder of the test's own. */
function relocated(root: string): string {
  return startScript
    .replaceAll('data=/data', `data=${root}/data`)
    .replaceAll('run=/run/zookeeper', `run=${root}/run`)
    .replaceAll('/etc/dataservices', `${root}/etc`)
    .replaceAll('/dev/termination-log', `${root}/termination-log`);
}

function run(root: string, pod: string, more: Readonly<Record<string, string>>): ChildProcess {
  const variables = { POD_NAME: pod, POD_IP: '10.0.0.1', HEADLESS_DOMAIN: 'nodes.shop', CLUSTER_ID: 'c0ffee', ...more };
  const env = { PATH: `${root}/bin:${process.env.PATH}`, ...variables };
  return spawn('/bin/bash', [join(root, 'start.sh')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function observed(child: ChildProcess): Start {
  let log = '';
  const heard = new EventTarget();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      log += chunk.toString('utf8');
      heard.dispatchEvent(new Event('log'));
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, log }));
  const logged = async (text: string) => {
    while (!log.includes(text)) {
      const end = await Promise.race([ended, once(heard, 'log')]);
      if ('log' in end && !log.includes(text)) throw new Error(`ended without saying "${text}":\n${log}`);
    }
  };
  return { ended, logged, stop: () => void child.kill('SIGTERM') };
}

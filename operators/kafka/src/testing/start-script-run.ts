import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Role } from '../names.ts';
import { startScript } from '../resources/start-script.ts';

/** A machine for one server, as far as its start script goes: its folders, and programs that stand in for Java and for DNS. */
export type Machine = {
  /** A file on the volume, or beside the server; undefined where there is none. */
  readonly read: (path: string) => string | undefined;
  /** When a file on the volume was written last, in milliseconds since the epoch. */
  readonly writtenMs: (path: string) => number;
  readonly readRun: (path: string) => string | undefined;
  readonly write: (path: string, content: string) => void;
  /** Whether there is room on its volume. */
  readonly fill: () => void;
  readonly empty: () => void;
  /** What the pod is told by its annotation. */
  readonly tell: (text: string) => void;
  /** What a broker is told to announce, and as what: a line for each listener. */
  readonly tellAddresses: (text: string) => void;
  /** Listeners that go by an address which the broker is told. */
  readonly announce: (...listeners: readonly string[]) => void;
  /** A file of the mounted certificates. */
  readonly mount: (name: string, content: string) => void;
  /** Whether the image has the exporter. */
  readonly addExporter: () => void;
  /** What the image has of an earlier start of `kafka` or of `storage`, the tool that formats. */
  readonly addArchive: (program: string) => void;
  /** @param java what stands in for Java, as a script of the shell; by default it formats as Kafka does, and starts nothing */
  readonly start: (java?: string, variables?: Readonly<Record<string, string>>) => Start;
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

const announced = { broker: 'CLIENTS://{host}:9092,INTERNAL://{host}:9091', controller: 'CONTROLLER://{host}:9093' } as const;

/** Says how it was called, and leaves what Kafka's formatting leaves last. */
export const formattingJava = String.raw`echo "java $*"
case "$*" in *StorageTool*)
  config=$(echo "$*" | sed 's/.*--config \([^ ]*\).*/\1/')
  cluster=$(echo "$*" | sed 's/.*--cluster-id \([^ ]*\).*/\1/')
  printf '#\nnode.id=%s\nversion=1\ncluster.id=%s\n' "$(sed -n 's/^node.id=//p' "$config")" "$cluster" > "$DATA/meta.properties" ;;
esac`;

export function makeMachine(pod: string, role: Role): Machine {
  const root = mkdtempSync(join(tmpdir(), 'start-kafka-'));
  const put = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const look = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
  const program = (name: string, text: string) => {
    put(`bin/${name}`, `#!/bin/bash\n${text}\n`);
    chmodSync(join(root, 'bin', name), 0o755);
  };
  const told = role === 'broker' ? 'rack' : 'order';
  const started: ChildProcess[] = [];
  for (const folder of ['data', 'run']) mkdirSync(join(root, folder));
  put(`etc/config/${role}.properties`, `process.roles=${role}\nadvertised.listeners=${announced[role]}\n`);
  put(`etc/told/${told}`, '');
  for (const jar of ['b', 'a']) put(`kafka/libs/${jar}.jar`, '');
  // Between two looks at what it is told.
  program('sleep', 'echo "looked in vain" >&2; exec /bin/sleep 0.05');
  program('getent', 'echo "10.0.0.1 STREAM"');
  put('start.sh', relocated(root));
  return {
    read: (path) => look(`data/${path}`),
    writtenMs: (path) => statSync(join(root, 'data', path)).mtimeMs,
    readRun: (path) => look(`run/${path}`),
    write: (path, content) => put(`data/${path}`, content),
    // Where the script tries to write, nothing can be written.
    fill: () => mkdirSync(join(root, 'data/dataservices.room')),
    empty: () => rmSync(join(root, 'data/dataservices.room'), { recursive: true }),
    tell: (text) => put(`etc/told/${told}`, text),
    tellAddresses: (text) => put('etc/told/addresses', text),
    announce: (...listeners) => {
      const places = listeners.map((name) => `${name}://{${name}}`);
      put(`etc/config/${role}.properties`, `advertised.listeners=${[announced[role], ...places].join(',')}\n`);
    },
    mount: (name, content) => put(`etc/tls/${name}`, content),
    addExporter: () => put('exporter.jar', ''),
    addArchive: (program) => put(`kafka/${program}.jsa`, ''),
    start: (java = formattingJava, variables = {}) => {
      program('java', java);
      const child = run(root, pod, role, variables);
      started.push(child);
      return observed(child);
    },
    remove: () => {
      // A test that failed would leave a script behind that waits for ever.
      for (const child of started) child.kill('SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The script with its absolute paths below a folder of the test's own. */
function relocated(root: string): string {
  return startScript
    .replaceAll('/data/', `${root}/data/`)
    .replaceAll('run=/run/kafka', `run=${root}/run`)
    .replaceAll('kafka=/opt/kafka', `kafka=${root}/kafka`)
    .replaceAll('/etc/dataservices', `${root}/etc`)
    .replaceAll('/opt/jmx-exporter/jmx_prometheus_javaagent.jar', `${root}/exporter.jar`)
    .replaceAll('/dev/termination-log', `${root}/termination-log`);
}

function run(root: string, pod: string, role: Role, more: Readonly<Record<string, string>>): ChildProcess {
  const variables = {
    POD_NAME: pod,
    POD_IP: '10.0.0.1',
    ROLE: role,
    FIRST_ID: role === 'broker' ? '0' : '1000',
    HEADLESS_DOMAIN: 'nodes.shop',
    CLUSTER_ID: 'c0ffee',
    RACK_MODE: 'Zone',
    METRICS_MODE: 'Enabled',
    DATA: `${root}/data/kafka`,
    ...more,
  };
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

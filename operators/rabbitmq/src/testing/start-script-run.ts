import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentScript } from '../resources/environment-script.ts';
import { startScript } from '../resources/start-script.ts';

/** A machine for one node, as far as its start script goes: its folders, and programs that stand in for RabbitMQ's and for DNS. */
export type Machine = {
  /** A file on the volume; undefined where there is none. */
  readonly read: (path: string) => string | undefined;
  /** A file of the run folder; undefined where there is none. */
  readonly readRun: (path: string) => string | undefined;
  readonly list: (path: string) => readonly string[];
  readonly write: (path: string, content: string) => void;
  readonly order: (text: string) => void;
  readonly task: (text: string) => void;
  /** The file of enabled plugins, as it is mounted. */
  readonly plugins: (text: string) => void;
  /** The probe has found it ready. */
  readonly serve: () => void;
  readonly definitions: (text: string) => void;
  /** What is mounted of certificates: names of the files of certificate and authorities, each of which holds its name. */
  readonly certificates: (certificate: string, trust: string) => void;
  /** The folder of certificates is there, and empty yet. */
  readonly mountNothing: () => void;
  /** Has calls of the command line fail whose arguments match, or no longer. */
  readonly refuse: (pattern: string) => void;
  readonly start: () => Start;
  readonly remove: () => void;
};

/** A start of the container. The server stands in as a program that runs until SIGTERM, after it has made a data folder. */
export type Start = {
  /** The exit code, and all that was logged. */
  readonly ended: Promise<{ readonly code: number | null; readonly log: string }>;
  /** Resolves when the log has this text. */
  readonly logged: (text: string) => Promise<void>;
  readonly log: () => string;
  readonly stop: () => void;
};

// Without $( ), within which bash loses a signal that it has a trap for.
const server = `trap 'echo "server ends"; exit 0' TERM
mapfile -t settings < "$RABBITMQ_CONFIG_FILE"
echo "server with \${RABBITMQ_CONFIG_FILE##*/}: \${settings[*]/%/;}"
mkdir -p "$RABBITMQ_MNESIA_BASE" && echo data > "$RABBITMQ_MNESIA_BASE/started"
while true; do sleep 0.05; done`;

export function makeMachine(pod: string): Machine {
  const root = mkdtempSync(join(tmpdir(), 'start-rabbitmq-'));
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
  mkdirSync(join(root, 'run'));
  put(join(root, 'etc/config/rabbitmq.conf'), 'channel_max = 512\n');
  put(join(root, 'etc/config/enabled_plugins'), '[rabbitmq_management].\n');
  put(join(root, 'etc/config/environment.sh'), relocated(environmentScript, root));
  put(join(root, 'etc/secrets/erlang-cookie'), 'cookie');
  put(join(root, 'etc/secrets/founding.json'), '{"users":[]}');
  put(join(root, 'etc/told/order'), '');
  put(join(root, 'etc/told/task'), '');
  put(join(root, 'refused'), 'nothing');
  program('rabbitmq-server', server);
  for (const name of ['rabbitmqctl', 'rabbitmq-plugins', 'rabbitmq-streams', 'rabbitmq-upgrade']) {
    // No node answers before its server has started.
    const isUp = `case "$*" in *await_startup) [ -e "$RABBITMQ_MNESIA_BASE/started" ] || exit 69 ;; esac`;
    // Decided before it is told: whoever waits for the call may end the refusal at once.
    const decide = `answer=0; grep -qE "$(cat ${root}/refused)" <<< "$*" && answer=1`;
    program(name, `${isUp}\n${decide}\necho "${name} $*" >> ${root}/calls; echo "${name} $*" >&2; exit "$answer"`);
  }
  program('getent', 'echo "10.0.0.1 STREAM"');
  put(join(root, 'start.sh'), relocated(startScript, root));
  return {
    read: (path) => (existsSync(volume(path)) ? readFileSync(volume(path), 'utf8') : undefined),
    readRun: (path) => (existsSync(join(root, 'run', path)) ? readFileSync(join(root, 'run', path), 'utf8') : undefined),
    list: (path) => (existsSync(volume(path)) ? readdirSync(volume(path)).sort() : []),
    write: (path, content) => put(volume(path), content),
    order: (text) => put(join(root, 'etc/told/order'), text),
    task: (text) => put(join(root, 'etc/told/task'), text),
    certificates: (certificate, trust) => {
      for (const file of [`${certificate}.crt`, `${certificate}.key`, `${trust}.crt`]) put(join(root, 'etc/tls', file), `${file}\n`);
      put(join(root, 'etc/tls/current'), `${certificate} ${trust}\n`);
    },
    mountNothing: () => void mkdirSync(join(root, 'etc/tls'), { recursive: true }),
    plugins: (text) => put(join(root, 'etc/config/enabled_plugins'), text),
    serve: () => put(join(root, 'run/served'), ''),
    definitions: (text) => put(join(root, 'etc/definitions/definitions.json'), text),
    refuse: (pattern) => put(join(root, 'refused'), pattern),
    start: () => observed(run(root, pod)),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A script with its absolute paths below a folder of the test's own, and without its pauses of a second. */
function relocated(script: string, root: string): string {
  return script
    .replaceAll('/var/lib/rabbitmq', `${root}/data`)
    .replaceAll('/run/rabbitmq', `${root}/run`)
    .replaceAll('/etc/dataservices', `${root}/etc`)
    .replaceAll('/dev/termination-log', `${root}/termination-log`)
    .replaceAll('read -r -t 1 -u 9', 'read -r -t 0.05 -u 9');
}

function run(root: string, pod: string): ChildProcess {
  const variables = { POD_NAME: pod, POD_IP: '10.0.0.1', HEADLESS_DOMAIN: 'nodes.shop', CLUSTER_ID: 'c0ffee' };
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
  return { ended, logged, log: () => log, stop: () => void child.kill('SIGTERM') };
}

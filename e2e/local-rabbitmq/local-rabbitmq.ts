import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashPassword } from '../../operators/rabbitmq/src/password-hash.ts';
import { findFreePorts } from '../cluster/src/free-ports.ts';
import { logTail } from '../cluster/src/log-tail.ts';
import type { ImageName } from '../images/src/recipe.ts';
import { unpackImage } from './unpack-image.ts';

/** RabbitMQ as processes of this machine, reachable from nowhere else. */
export type LocalRabbitmq = {
  readonly node: string;
  readonly managementPort: number;
  /** What is at the end of its log. */
  readonly explain: () => string;
  /** Ends it, and removes what it stored. */
  readonly remove: () => Promise<void>;
};

export type LocalRabbitmqOptions = { readonly image: ImageName; readonly user: string; readonly password: string };

/** Founds a cluster of one, with an administrator. Returns before it serves. */
export async function startLocalRabbitmq({ image, user, password }: LocalRabbitmqOptions): Promise<LocalRabbitmq> {
  const folder = await unpackImage(image);
  const root = join(folder, 'root');
  const [amqp = 0, managementPort = 0, nodes = 0, epmd = 0] = await findFreePorts(4);
  const node = `rabbit-${managementPort}@localhost`;
  const home = join(root, 'var/lib/rabbitmq');
  const administrator = { name: user, password_hash: hashPassword(password), tags: ['administrator'] };
  const definitions = {
    users: [{ ...administrator, hashing_algorithm: 'rabbit_password_hashing_sha256' }],
    vhosts: [{ name: '/' }],
    // To declare queues as a client would: the operator itself has no permission in any virtual host.
    permissions: [{ user, vhost: '/', configure: '.*', write: '.*', read: '.*' }],
  };
  const settings = [
    `listeners.tcp.default = 127.0.0.1:${amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${managementPort}`,
    'load_definitions = /var/lib/rabbitmq/founding.json',
  ];
  await appendFile(join(root, 'etc/hosts'), '127.0.0.1 localhost\n');
  await mkdir(join(home, 'mnesia'), { recursive: true });
  await writeFile(join(home, 'founding.json'), JSON.stringify(definitions));
  await writeFile(join(home, 'rabbitmq.conf'), `${settings.join('\n')}\n`);
  await writeFile(join(home, 'enabled_plugins'), '[rabbitmq_management,rabbitmq_shovel].\n');
  await writeFile(join(home, '.erlang.cookie'), String(managementPort), { mode: 0o400 });
  const env = {
    PATH: '/usr/lib/rabbitmq/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/var/lib/rabbitmq',
    LANG: 'C.UTF-8',
    RABBITMQ_NODENAME: node,
    RABBITMQ_DIST_PORT: String(nodes),
    ERL_EPMD_PORT: String(epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_LOGS: '-',
    RABBITMQ_MNESIA_BASE: '/var/lib/rabbitmq/mnesia',
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: '/var/lib/rabbitmq/rabbitmq.conf',
    RABBITMQ_ENABLED_PLUGINS_FILE: '/var/lib/rabbitmq/enabled_plugins',
  };
  const logPath = join(folder, 'log');
  const child = spawnInRoot(root, logPath, env);
  return {
    node,
    managementPort,
    explain: () => logTail(logPath),
    async remove() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** In namespaces of its own, with the first process of which all others end, epmd included, and the mounts go. */
function spawnInRoot(root: string, logPath: string, env: Readonly<Record<string, string>>): ChildProcess {
  const log = openSync(logPath, 'a');
  const inner = `mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && exec chroot "$0" rabbitmq-server`;
  const namespaces = ['unshare', '--mount', '--pid', '--fork', '--kill-child'];
  const args = ['--pdeathsig', 'KILL', ...namespaces, '/bin/bash', '-c', inner, root];
  const child = spawn('setpriv', args, { stdio: ['ignore', log, log], env: { ...env, PATH: `${env.PATH}:${process.env.PATH}` } });
  closeSync(log);
  child.on('error', (error) => process.stderr.write(`RabbitMQ: ${error.message}\n`));
  return child;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts } from '../../../e2e/cluster/src/free-ports.ts';
import { ensurePrometheus } from '../../../tools/bootstrap/ensure-prometheus.mjs';
import { type Exporter, startExporter } from './exporter.ts';
import { waitFor } from './wait-for.ts';

export type PrometheusOptions = {
  /** Files beside its configuration, such as keys. */
  readonly files?: Readonly<Record<string, string>>;
  /** Its web configuration, which may name these files. */
  readonly webConfig?: object;
  /** Milliseconds between scrapes. Default 500: one that takes longer fails, as on a busy machine. */
  readonly scrapeMs?: number;
};

/** A real Prometheus on this machine, with one thing to scrape. */
export type PrometheusServer = {
  readonly port: number;
  readonly exporter: Exporter;
  stop(): Promise<void>;
};

/** Starts one and waits until it has begun to scrape. */
export async function startPrometheus({ files = {}, webConfig, scrapeMs = 500 }: PrometheusOptions = {}): Promise<PrometheusServer> {
  const program = await ensurePrometheus();
  const folder = await mkdtemp(join(tmpdir(), 'dataservices-prometheus-'));
  const exporter = await startExporter();
  const [port = 0] = await findFreePorts(1);
  const interval = `${scrapeMs}ms`;
  const config = {
    global: { scrape_interval: interval, scrape_timeout: interval },
    scrape_configs: [{ job_name: 'test', static_configs: [{ targets: [`127.0.0.1:${exporter.port}`] }] }],
  };
  // JSON is YAML.
  const all = { ...files, 'prometheus.yml': JSON.stringify(config), 'web.yml': JSON.stringify(webConfig ?? {}) };
  for (const [name, content] of Object.entries(all)) await writeFile(join(folder, name), content);
  const listen = `--web.listen-address=127.0.0.1:${port}`;
  // Debian's has a folder of its own below /var as the default, which all on a machine would share.
  const args = ['--config.file=prometheus.yml', '--web.config.file=web.yml', '--storage.tsdb.path=data', listen];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const server = { port, exporter, stop: () => stop(child, exporter, folder) };
  await whenReady(child);
  return server;
}

async function whenReady(child: ChildProcess): Promise<void> {
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-20_000);
  });
  const isReady = () => {
    if (child.exitCode !== null) throw new Error(`Prometheus ended early:\n${log.slice(-2000)}`);
    return log.includes('Server is ready to receive web requests');
  };
  await waitFor('Prometheus', isReady, { timeoutMs: 60_000, intervalMs: 20 });
}

async function stop(child: ChildProcess, exporter: Exporter, folder: string): Promise<void> {
  if (child.exitCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  await exporter.close();
  await rm(folder, { recursive: true, force: true });
}

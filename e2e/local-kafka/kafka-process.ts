import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { runProgram } from '../images/src/run-program.ts';

/** A server of Kafka as a process of this machine. */
export type KafkaProcess = {
  /** Of the one that was started last. */
  readonly pid: number | undefined;
  start(): void;
  isRunning(): boolean;
  /** Returns when it has ended, at once where none runs. */
  end(signal: NodeJS.Signals): Promise<void>;
};

export type KafkaProcessOptions = {
  /** Folder of the jars. */
  readonly jars: string;
  /** Path of its server.properties. */
  readonly config: string;
  /** File to which its log is added, from warnings on. */
  readonly log: string;
};

export function kafkaProcess({ jars, config, log }: KafkaProcessOptions): KafkaProcess {
  let child: ChildProcess | undefined;
  const java = ['java', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.apache.logging.log4j.level=WARN'];
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    get pid() {
      return child?.pid;
    },
    isRunning,
    start() {
      const file = openSync(log, 'a');
      // A test run that was killed leaves nothing behind.
      const program = ['--pdeathsig', 'KILL', ...java, '-cp', `${jars}/*`, 'kafka.Kafka', config];
      child = spawn('setpriv', program, { stdio: ['ignore', file, file] });
      closeSync(file);
      child.on('error', (error) => process.stderr.write(`${config}: ${error.message}\n`));
    },
    async end(signal) {
      if (child === undefined || !isRunning()) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

/** @param args what the tool that formats storage is told besides the cluster and the configuration */
export async function formatStorage(jars: string, config: string, clusterId: string, args: readonly string[]): Promise<void> {
  const tool = ['-XX:TieredStopAtLevel=1', '-cp', `${jars}/*`, 'kafka.tools.StorageTool', 'format'];
  await runProgram('java', [...tool, '--cluster-id', clusterId, '--config', config, ...args]);
}

import { cpus, loadavg, release, totalmem } from 'node:os';

export type MachineFacts = {
  /** ISO 8601. */
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
  /** Processes that wanted to run in the minute before: what a figure is worth is decided by what ran beside it. */
  readonly load: number;
};

/** Without these, figures cannot be compared with any others. */
export function machineFacts(): MachineFacts {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.version,
    load: loadavg()[0] ?? Number.NaN,
  };
}

/** On what figures were measured, in one line. */
export function machineLine({ date, cpu, cores, memoryBytes, kernel, node, load }: MachineFacts): string {
  return `${date}: ${cores} cores of ${cpu}, ${Math.round(memoryBytes / 2 ** 30)} GiB, Linux ${kernel}, Node ${node}, load ${load.toFixed(1)} at the start`;
}

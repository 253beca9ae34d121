/** One thing that `npm test` does. */
export type Step = {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** Reports of vitest that the command writes: files, or folders of them. Omitted: the step is one check, passed or failed. */
  readonly reports?: string;
  /** It mostly waits: it is begun with the first step, and goes on beside the others. */
  readonly isBeside?: boolean;
};

/** Below the root of the repository; removed at the start, so that yesterday's success is not counted again. */
export const resultsFolder = '.results';

export const steps: readonly Step[] = [
  { name: 'Format and lint', command: ['biome', 'ci', '.'] },
  { name: 'Types', command: ['tsc', '--noEmit', '-p', '.'] },
  { name: 'Boundaries', command: ['node', 'tools/check-boundaries.ts'] },
  { name: 'Generated files', command: ['node', 'tools/generate.ts', '--check'] },
  {
    name: 'Unit and property tests',
    command: ['nx', 'run-many', '-t', 'test', '--parallel=2', '--outputStyle=static'],
    reports: `${resultsFolder}/unit`,
  },
  {
    name: 'API tests',
    command: [
      'vitest',
      'run',
      '-c',
      'vitest.api.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${resultsFolder}/api.json`,
    ],
    reports: `${resultsFolder}/api.json`,
  },
  {
    name: 'Watch soak, 3 minutes',
    command: ['node', 'e2e/chaos/soak/cli.ts', '--minutes', '3', '--objects', '1000', '--rate', '20'],
    isBeside: true,
  },
];

/** Runs one step and reports it. */
export type Progress = <T>(headline: string, work: () => Promise<T>) => Promise<T>;

/** For callers that report in their own way. */
export const silentProgress: Progress = (_headline, work) => work();

/** One line per finished step, with its seconds. */
export function printedProgress(write: (line: string) => void): Progress {
  return async (headline, work) => {
    const startMs = performance.now();
    const seconds = () => ((performance.now() - startMs) / 1000).toFixed(1);
    try {
      const result = await work();
      write(`  ok      ${headline} (${seconds()} s)`);
      return result;
    } catch (error) {
      write(`  failed  ${headline} (${seconds()} s)`);
      throw error;
    }
  };
}

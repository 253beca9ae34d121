/**
 * Of nx' output only the sections of the tasks that failed, and its own summary: nine projects that passed would bury the
 * one that did not. Output in which nothing is recognized is returned whole.
 */
export function failedTasksOnly(output: string): string {
  const failed = new Set(Array.from(output.matchAll(/^- (\S+:\S+)$/gm), ([, task]) => task));
  if (failed.size === 0) return output;
  // The summary follows the last task's section without a mark of its own.
  const sections = output.split(/^(?=> nx run | NX )/m);
  return sections.filter((section) => !section.startsWith('> nx run ') || failed.has(taskOf(section))).join('');
}

function taskOf(section: string): string | undefined {
  return /^> nx run (\S+)/.exec(section)?.[1];
}

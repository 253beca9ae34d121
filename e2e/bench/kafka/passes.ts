/** Passes of a controller over its objects since its process started, and the time that they took. */
export type Passes = { readonly count: number; readonly seconds: number };

/**
 * @param texts metrics of all operator processes; of those that do not run the controller, none
 * @throws Error where no process knows the controller
 */
export function passesIn(texts: readonly string[], controller: string): Passes {
  const sumOf = (series: string) => {
    const found = texts.flatMap((text) => [...text.matchAll(new RegExp(`^${series}\\{controller="${controller}"\\} (\\S+)$`, 'gm'))]);
    if (found.length === 0) throw new Error(`no operator tells ${series} of the controller ${controller}`);
    return found.reduce((sum, [, value]) => sum + Number(value), 0);
  };
  const time = 'controller_runtime_reconcile_time_seconds';
  return { count: sumOf(`${time}_count`), seconds: sumOf(`${time}_sum`) };
}

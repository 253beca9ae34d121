/** Fetches Prometheus, unless it is there. @returns the path of the program */
export function ensurePrometheus(): Promise<string>;

/** Fetches a package of Debian whose program has its name, unless it is there. @returns the path of the program */
export function ensureDebianProgram(name: 'prometheus' | 'promtool'): Promise<string>;

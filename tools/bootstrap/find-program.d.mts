/** The path of a program on the PATH, in the administrators' folders, or in `moreFolders`. */
export function findProgram(name: string, moreFolders?: readonly string[]): string | undefined;

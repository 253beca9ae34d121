export type GoVersion = [major: number, minor: number];

/** Reads the output of `go version`, or a go.mod file. */
export function parseGoVersion(text: string): GoVersion | undefined;

export function isAtLeast(found: GoVersion | undefined, wanted: GoVersion): boolean;

import type { Component } from './component.ts';

/**
 * What a Go program was built from, by its own account.
 *
 * @param text what `go version -m PROGRAM` prints
 */
export function goModules(text: string): readonly Component[] {
  return text.split('\n').flatMap((line, index, lines) => {
    const [, kind = '', name = '', version = '', sum] = line.split('\t');
    // A module that another one replaces is not inside: the other one is, on the next line.
    const isReplaced = lines[index + 1]?.split('\t')[1] === '=>';
    if (isReplaced || !['mod', 'dep', '=>'].includes(kind)) return [];
    const type = kind === 'mod' ? 'application' : 'library';
    // Go's sum is that of a list of files, which is no hash of any file that CycloneDX knows.
    const properties = sum === undefined || sum === '' ? {} : { properties: [{ name: 'go:sum', value: sum }] };
    return [{ type, name, version, purl: `pkg:golang/${name}@${version}`, ...properties } as const];
  });
}

/** The toolchain, whose standard library is inside the program. */
export function goToolchain(text: string): readonly Component[] {
  const version = /: go(?<version>\S+)/.exec(text.split('\n')[0] ?? '')?.groups?.version;
  return version === undefined ? [] : [{ type: 'library', name: 'stdlib', version, purl: `pkg:golang/stdlib@${version}` }];
}

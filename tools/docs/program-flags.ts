/** Flags of a program by their name with dashes, and whether a value follows. */
export type Flags = ReadonlyMap<string, boolean>;

/** Reads what `kubectl VERB --help` and `helm VERB --help` print: `-n, --namespace='':` and `-n, --namespace string   text`. */
export function parseFlags(help: string): Flags {
  const flags = new Map<string, boolean>();
  for (const line of help.split('\n')) {
    const { short, long, rest = '' } = /^\s+(?:(?<short>-\w), )?(?<long>--[\w-]+)(?<rest>.*)$/.exec(line)?.groups ?? {};
    if (long === undefined) continue;
    const takesValue = rest.startsWith('=') ? !/^=(true|false):/.test(rest) : /^ \w/.test(rest);
    flags.set(long, takesValue);
    if (short !== undefined) flags.set(short, takesValue);
  }
  return flags;
}

export type Arguments = {
  readonly positionals: readonly string[];
  /** By the name as it was given. */
  readonly values: readonly (readonly [flag: string, value: string])[];
  readonly unknown: readonly string[];
};

/** Takes arguments apart up to `--`, behind which another program's begin. */
export function parseArguments(words: readonly string[], flags: Flags): Arguments {
  const positionals: string[] = [];
  const values: [string, string][] = [];
  const unknown: string[] = [];
  for (let at = 0; at < words.length && words[at] !== '--'; at += 1) {
    const current = words[at] ?? '';
    if (!current.startsWith('-') || current === '-') {
      positionals.push(current);
      continue;
    }
    const { name = current, value } = /^(?<name>--[\w-]+)=(?<value>[\s\S]*)$/.exec(current)?.groups ?? {};
    const takesValue = flags.get(name);
    // `-it` is `-i -t`.
    if (takesValue === undefined && /^-\w+$/.test(name) && [...name.slice(1)].every((letter) => flags.has(`-${letter}`))) continue;
    if (takesValue === undefined) unknown.push(name);
    else if (takesValue && value === undefined) {
      at += 1;
      values.push([name, words[at] ?? '']);
    } else values.push([name, value ?? '']);
  }
  return { positionals, values, unknown };
}

import type { CommandFacts } from './command-facts.ts';
import { type Arguments, parseArguments } from './program-flags.ts';

/** Verbs whose first argument is a kind, or a kind with a name. */
const aboutKinds = ['annotate', 'delete', 'describe', 'explain', 'get', 'label', 'patch', 'scale', 'wait'];
const namesGivenByReaders = /^[A-Z]+(?:\.dataservices\.dev)?$/;

/** What would go wrong with a call of kubectl: verbs, flags, kinds, fields, conditions and annotations that do not exist. */
export function kubectlProblems(words: readonly string[], facts: CommandFacts): readonly string[] {
  // Flags of all verbs may come before the verb, and every verb knows them.
  const common = parseArguments(words, facts.flags('kubectl', 'options') ?? new Map());
  const [verb = ''] = common.positionals;
  const flags = facts.flags('kubectl', verb);
  if (flags === undefined) return [`kubectl has no command ${verb}`];
  const given = parseArguments(words, new Map([...(facts.flags('kubectl', 'options') ?? []), ...flags]));
  const [, kinds = '', ...rest] = given.positionals;
  return [
    ...given.unknown.map((flag) => `kubectl ${verb} has no flag ${flag}`),
    ...(aboutKinds.includes(verb) ? kindProblems(verb, kinds, facts) : []),
    ...(aboutKinds.includes(verb) ? valueProblems(given, kinds, facts) : []),
    ...(verb === 'annotate' ? rest.flatMap((word) => annotationProblems(word, facts)) : []),
    ...(verb === 'apply' ? fileProblems(given, facts) : []),
  ];
}

function kindProblems(verb: string, words: string, facts: CommandFacts): readonly string[] {
  return words
    .split(',')
    .filter((word) => word !== '' && !namesGivenByReaders.test(word))
    .flatMap((word) => {
      const kind = word.split('/')[0] ?? '';
      if (verb !== 'explain') return facts.hasKind(kind) ? [] : [`there is no kind ${kind}`];
      const { plural = kind, path } = /^(?<plural>[^.]+\.dataservices\.dev)(?:\.(?<path>.*))?$/.exec(kind)?.groups ?? {};
      if (!facts.hasKind(plural)) return [`there is no kind ${plural}`];
      return path === undefined || facts.hasField(plural, path.split('.')) ? [] : [`${plural} has no field ${path}`];
    });
}

function valueProblems({ values }: Arguments, kinds: string, facts: CommandFacts): readonly string[] {
  const kind = kinds.split('/')[0] ?? '';
  return values.flatMap(([flag, value]) => {
    if (flag === '--for') return forProblems(value, facts);
    if (flag === '-l' || flag === '--selector') return value.split(',').flatMap((word) => annotationProblems(word, facts));
    if (flag === '--patch' || flag === '-p') return patchProblems(kind, value, facts);
    if (flag !== '-o' && flag !== '--output') return [];
    const path = /^jsonpath=\{\.(?<path>[\w.]+)\}$/.exec(value)?.groups?.path;
    return path === undefined || facts.hasField(kind, path.split('.')) ? [] : [`${kind} has no field ${path}`];
  });
}

function forProblems(value: string, { conditions }: CommandFacts): readonly string[] {
  const condition = /^condition=(?<name>\w+)/.exec(value)?.groups?.name;
  return condition === undefined || conditions.includes(condition) ? [] : [`there is no condition ${condition}`];
}

function patchProblems(kind: string, text: string, facts: CommandFacts): readonly string[] {
  try {
    return fieldsOf(JSON.parse(text)).flatMap((path) => (facts.hasField(kind, path) ? [] : [`${kind} has no field ${path.join('.')}`]));
  } catch {
    return [`this patch is no JSON: ${text}`];
  }
}

/** The path of each field that an object sets. */
function fieldsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, entry]) => fieldsOf(entry, [...path, key]));
}

function annotationProblems(word: string, { keys }: CommandFacts): readonly string[] {
  const key = /^(?<key>dataservices\.dev\/\w+(?:-\w+)*)/.exec(word)?.groups?.key;
  return key === undefined || keys.includes(key) ? [] : [`there is no annotation or label ${key}`];
}

function fileProblems({ values }: Arguments, { exists }: CommandFacts): readonly string[] {
  return values.flatMap(([flag, file]) =>
    flag !== '-f' || file === '-' || !file.includes('/') || exists(file) ? [] : [`there is no file ${file}`],
  );
}

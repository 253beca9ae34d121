import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { annotationKeys, labelKeys } from '@dataservices/plan';
import { parse } from 'yaml';
import { binariesFolder } from '../bootstrap/binaries-folder.mjs';
import { type Flags, parseFlags } from './program-flags.ts';

/** What there is to be named in a command. */
export type CommandFacts = {
  /** @returns nothing for a command that the program does not have */
  readonly flags: (program: 'kubectl' | 'helm', verb: string) => Flags | undefined;
  readonly hasKind: (name: string) => boolean;
  /** True also for kinds of others, whose fields are not looked at. */
  readonly hasField: (kind: string, path: readonly string[]) => boolean;
  readonly hasValue: (chart: string, path: readonly string[]) => boolean;
  readonly exists: (path: string) => boolean;
  readonly conditions: readonly string[];
  /** Of annotations and labels. */
  readonly keys: readonly string[];
  readonly scripts: readonly string[];
};

/** Kubernetes' own, as guides call them. */
const kubernetesKinds = [
  'pod pods pvc secret secrets event events namespace namespaces lease leases deployment crd node nodes statefulset configmap',
  'deployments services serviceaccounts roles rolebindings poddisruptionbudgets clusterroles clusterrolebindings',
].flatMap((names) => names.split(' '));
const conditions = ['Available', 'MembersReady', 'Settled', 'Ready', 'Reconciling', 'Stalled'];

/** Both CRDs' schemas and those of charts. */
type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
};

type Crd = {
  readonly spec: {
    readonly group: string;
    readonly names: {
      readonly plural: string;
      readonly singular: string;
      readonly shortNames?: readonly string[];
      readonly categories?: readonly string[];
    };
    readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
};

/** The facts of this repository, and of the kubectl and helm that it builds. */
export function repositoryFacts(root: string): CommandFacts {
  const crds = readdirSync(join(root, 'crds')).map((file) => parse(readFileSync(join(root, 'crds', file), 'utf8')) as Crd);
  const schemas = new Map(crds.flatMap((crd) => namesOf(crd).map((name) => [name, crd.spec.versions[0]?.schema.openAPIV3Schema ?? {}])));
  const categories = crds.flatMap(({ spec }) => spec.names.categories ?? []);
  const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  return {
    flags: cached(flagsOf),
    hasKind: (name) => schemas.has(name) || categories.includes(name) || kubernetesKinds.includes(name),
    hasField: (kind, path) => hasPath(schemas.get(kind), path),
    hasValue: (chart, path) => hasPath(json(`${chart}/values.schema.json`), path),
    exists: (path) => existsSync(join(root, path)),
    conditions,
    keys: [...Object.values(annotationKeys), ...Object.values(labelKeys)],
    scripts: Object.keys(json('package.json').scripts),
  };
}

/** With its group: without it, the name may be another operator's. */
function namesOf({ spec: { group, names } }: Crd): readonly string[] {
  return [...[names.plural, names.singular].flatMap((name) => [name, `${name}.${group}`]), ...(names.shortNames ?? [])];
}

function hasPath(schema: Schema | undefined, path: readonly string[], root = schema): boolean {
  if (schema === undefined) return true;
  if (schema.$ref !== undefined) return hasPath(root?.definitions?.[schema.$ref.replace('#/definitions/', '')], path, root);
  const [name, ...rest] = path;
  if (name === undefined) return true;
  // What every object has is no part of a CRD's schema.
  if (schema === root && ['metadata', 'apiVersion', 'kind'].includes(name)) return true;
  const [, list, index] = /^(\w+)\[(\d+)\]$/.exec(name) ?? [];
  if (list !== undefined && index !== undefined) {
    const found = schema.properties?.[list];
    return found !== undefined && hasPath(found.items, rest, root);
  }
  const own = schema.properties?.[name];
  if (own !== undefined) return hasPath(own, rest, root);
  const others = schema.additionalProperties;
  return typeof others === 'object' ? hasPath(others, rest, root) : others === true;
}

function flagsOf(program: 'kubectl' | 'helm', verb: string): Flags | undefined {
  const options = program === 'kubectl' && verb === 'options';
  try {
    const help = execFileSync(join(binariesFolder(), program), options ? ['options'] : [verb, '--help'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    // Of an unknown command, kubectl says nothing wrong, but what there is.
    return !options && !help.includes(`${program} ${verb}`) ? undefined : parseFlags(help);
  } catch {
    return undefined;
  }
}

/** Each answer takes a process. */
function cached(ask: CommandFacts['flags']): CommandFacts['flags'] {
  const answers = new Map<string, Flags | undefined>();
  return (program, verb) => {
    const key = `${program} ${verb}`;
    if (!answers.has(key)) answers.set(key, ask(program, verb));
    return answers.get(key);
  };
}

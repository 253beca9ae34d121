import type { ConfigChange, ConfigResource, ConfigSource, ResourceConfig } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, bool, int8, int16, int32, nullableArray, nullableString, string, struct, type ValueOf } from '../wire/codec.ts';
import { errorName } from '../wire/error-names.ts';
import type { Ask } from './ask.ts';
import { checkAnswer } from './check-answer.ts';

const question = struct({
  resources: array(struct({ type: int8, name: string, keys: nullableArray(string) })),
  withSynonyms: bool,
  withDocumentation: bool,
});
const config = struct({
  key: string,
  value: nullableString,
  isReadOnly: bool,
  source: int8,
  isSensitive: bool,
  synonyms: array(struct({ key: string, value: nullableString, source: int8 })),
  type: int8,
  documentation: nullableString,
});
const described = struct({
  throttleMs: int32,
  resources: array(struct({ error: int16, message: nullableString, type: int8, name: string, configs: array(config) })),
});
const change = struct({
  resources: array(
    struct({ type: int8, name: string, operations: array(struct({ key: string, operation: int8, value: nullableString })) }),
  ),
  validateOnly: bool,
});
const changed = struct({
  throttleMs: int32,
  resources: array(struct({ error: int16, message: nullableString, type: int8, name: string })),
});

export const describeConfigsApi: Api<ValueOf<typeof question>, ValueOf<typeof described>> = {
  key: 32,
  name: 'DescribeConfigs',
  versions: [{ version: 4, request: question, answer: described }],
};

export const alterConfigsApi: Api<ValueOf<typeof change>, ValueOf<typeof changed>> = {
  key: 44,
  name: 'IncrementalAlterConfigs',
  versions: [{ version: 1, request: change, answer: changed }],
};

const types = { topic: 2, broker: 4, cluster: 4 } as const;
const sources: Readonly<Record<number, ConfigSource>> = { 1: 'topic', 2: 'broker', 3: 'cluster', 4: 'static', 5: 'default' };
const [set, remove] = [0, 1];

export async function describeConfigs(
  ask: Ask,
  resources: readonly ConfigResource[],
  keys: readonly string[] | undefined,
): Promise<readonly ResourceConfig[]> {
  const answer = await ask(describeConfigsApi, {
    resources: resources.map(({ type, name }) => ({ type: types[type], name, keys: keys ?? null })),
    withSynonyms: false,
    withDocumentation: false,
  });
  return answer.resources.flatMap((each) => {
    if (errorName(each.error) === 'UNKNOWN_TOPIC_OR_PARTITION') return [];
    const resource = resourceOf(each);
    checkAnswer(`describing the settings of ${nameOf(resource)}`, each);
    const configs = each.configs.map(({ key, value, source, isReadOnly, isSensitive }) => ({
      key,
      value: value ?? undefined,
      source: sources[source] ?? ('other' as const),
      isReadOnly,
      isSensitive,
    }));
    return { ...resource, configs };
  });
}

export async function alterConfigs(ask: Ask, changes: readonly ConfigChange[], validateOnly: boolean): Promise<void> {
  const answer = await ask(alterConfigsApi, {
    resources: changes.map(({ type, name, operations }) => ({
      type: types[type],
      name,
      operations: operations.map(({ key, value = null }) => ({ key, operation: value === null ? remove : set, value })),
    })),
    validateOnly,
  });
  for (const each of answer.resources) checkAnswer(`changing the settings of ${nameOf(resourceOf(each))}`, each);
}

function resourceOf({ type, name }: { readonly type: number; readonly name: string }): ConfigResource {
  if (type === types.topic) return { type: 'topic', name };
  return name === '' ? { type: 'cluster', name } : { type: 'broker', name };
}

function nameOf({ type, name }: ConfigResource): string {
  return type === 'cluster' ? 'the cluster' : `the ${type} ${name}`;
}

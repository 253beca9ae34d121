import { type JsonPatchOperation, KubeError } from '@dataservices/kube';
import { canonicalJson } from '@dataservices/plan';
import { isList, isMap, type Json } from './field-paths.ts';

/** RFC 6902, as far as the API server keeps to it. @throws KubeError Conflict where a test fails or a path leads nowhere */
export function jsonPatched(target: Json, operations: readonly JsonPatchOperation[]): Json {
  return operations.reduce<Json>(operated, JSON.parse(JSON.stringify(target)) as Json);
}

function operated(document: Json, operation: JsonPatchOperation): Json {
  const names = namesIn(operation.path);
  switch (operation.op) {
    case 'add':
      return withValue(document, names, operation.value as Json);
    case 'replace':
      // As in the server's library, what can be absent is an item of a list, not a field.
      if (isList(valueAt(document, names.slice(0, -1)))) present(document, operation.path);
      return withValue(withoutValue(document, names), names, operation.value as Json);
    case 'remove':
      present(document, operation.path);
      return withoutValue(document, names);
    case 'move':
      return withValue(withoutValue(document, namesIn(operation.from)), names, present(document, operation.from));
    case 'copy':
      return withValue(document, names, present(document, operation.from));
    case 'test':
      // As in the server's library, a field that is not there passes for null.
      if (canonicalJson(valueAt(document, names) ?? null) === canonicalJson(operation.value)) return document;
      throw inapplicable(`testing value ${operation.path} failed`);
  }
}

function namesIn(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(document: Json, names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((value, name) => {
    if (isList(value)) return value[Number(name)];
    return isMap(value) ? value[name] : undefined;
  }, document);
}

function present(document: Json, pointer: string): Json {
  const value = valueAt(document, namesIn(pointer));
  if (value === undefined) throw inapplicable(`there is nothing at ${pointer}`);
  return value;
}

function withValue(document: Json, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  if (isList(document)) {
    const index = name === '-' ? document.length : Number(name);
    if (!(index >= 0 && index <= document.length)) throw inapplicable(`there is no item ${name}`);
    return rest.length === 0 ? document.toSpliced(index, 0, value) : document.with(index, withValue(document[index] ?? null, rest, value));
  }
  if (!isMap(document)) throw inapplicable(`there is nothing to hold ${name}`);
  return { ...document, [name]: rest.length === 0 ? value : withValue(document[name] ?? null, rest, value) };
}

function withoutValue(document: Json, [name = '', ...rest]: readonly string[]): Json {
  if (isList(document)) {
    const index = Number(name);
    return rest.length === 0 ? document.toSpliced(index, 1) : document.with(index, withoutValue(document[index] ?? null, rest));
  }
  if (!isMap(document)) return document;
  const { [name]: removed, ...others } = document;
  return rest.length === 0 ? others : { ...document, [name]: withoutValue(removed ?? null, rest) };
}

function inapplicable(problem: string): KubeError {
  return new KubeError({ code: 'Conflict', status: 409, message: `the patch does not fit the object: ${problem}` });
}

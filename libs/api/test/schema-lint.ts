import type { StructuralSchema } from '../src/index.ts';

/** What every schema of the API must keep; each finding begins with the path of the node. */
export function lintSchema(schema: StructuralSchema, path: string): readonly string[] {
  const children: [string, StructuralSchema][] = [
    ...Object.entries(schema.properties ?? {}).map(([name, child]): [string, StructuralSchema] => [`${path}.${name}`, child]),
    ...(schema.items === undefined ? [] : [[`${path}[]`, schema.items] satisfies [string, StructuralSchema]]),
    ...(schema.additionalProperties === undefined ? [] : [[`${path}.*`, schema.additionalProperties] satisfies [string, StructuralSchema]]),
  ];
  return [
    ...lintNode(schema).map((finding) => `${path}: ${finding}`),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, { description }]) =>
      description === undefined || !/[.)"]$/.test(description) ? [`${path}.${name}: no description, or not a sentence`] : [],
    ),
    // Whoever may write an object may do so in its namespace alone, and must not reach into another by way of the operator.
    ...Object.keys(schema.properties ?? {}).flatMap((name) =>
      /namespace/i.test(name) && !selectsPods.test(path) ? [`${path}.${name}: refers to another namespace`] : [],
    ),
    ...children.flatMap(([childPath, child]) => lintSchema(child, childPath)),
  ];
}

/** Which pods stand beside each other, and which may connect: nothing of them is read or written. */
const selectsPods = /\.(affinity|networkPolicy)\./;

const forbidden = [
  '$ref',
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
  '$schema',
];

function lintNode(schema: StructuralSchema): string[] {
  const findings = forbidden.filter((key) => key in schema).map((key) => `${key} must not be used`);
  const isIntOrString = schema['x-kubernetes-int-or-string'] === true;
  if (isIntOrString === (schema.type !== undefined)) findings.push('must have either a type or x-kubernetes-int-or-string');
  if ((isIntOrString || schema.type === 'string') && schema.maxLength === undefined && schema.enum === undefined)
    findings.push('unbounded string');
  if (schema.type === 'array' && schema.maxItems === undefined) findings.push('unbounded list');
  if (schema.type === 'array' && schema.items === undefined) findings.push('list without items');
  if (schema.type === 'object' && schema.additionalProperties !== undefined && schema.maxProperties === undefined)
    findings.push('unbounded map');
  if (schema.type === 'object' && (schema.additionalProperties === undefined) === (schema.properties === undefined))
    findings.push('object with no fields');
  if (schema.pattern !== undefined && /\(\?[=!<]|\\u/.test(schema.pattern)) findings.push("pattern that Go's regular expressions lack");
  return findings;
}

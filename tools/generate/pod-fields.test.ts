import { expect, test } from 'vitest';
import { type OpenApiDocument, type OpenApiSchema, podFieldSchemas, podFieldsSource } from './pod-fields.ts';

const ref = (name: string) => ({ allOf: [{ $ref: `#/components/schemas/${name}` }] });

function documentWith(affinity: OpenApiSchema): OpenApiDocument {
  const schemas = {
    'io.k8s.api.core.v1.Affinity': affinity,
    'io.k8s.api.core.v1.Toleration': { type: 'object' },
    'io.k8s.api.core.v1.TopologySpreadConstraint': { type: 'object' },
    'io.k8s.api.core.v1.Term': {
      type: 'object',
      description: 'A term. And an essay.',
      properties: { weight: { type: 'integer', format: 'int32' } },
    },
  } as const;
  return { components: { schemas } };
}

function affinityOf(affinity: OpenApiSchema): unknown {
  return podFieldSchemas(documentWith(affinity)).affinity;
}

test('references are inlined, and the description at the reference wins', () => {
  const terms: OpenApiSchema = { type: 'array', items: ref('io.k8s.api.core.v1.Term'), 'x-kubernetes-list-type': 'atomic' };
  expect(
    affinityOf({ type: 'object', properties: { term: { ...ref('io.k8s.api.core.v1.Term'), description: 'Which one.' }, terms } }),
  ).toEqual({
    type: 'object',
    properties: {
      term: { type: 'object', description: 'Which one.', properties: { weight: { type: 'integer', format: 'int32' } } },
      terms: {
        type: 'array',
        maxItems: 32,
        items: { type: 'object', description: 'A term.', properties: { weight: { type: 'integer', format: 'int32' } } },
        'x-kubernetes-list-type': 'atomic',
      },
    },
  });
});

test('what Kubernetes leaves unbounded gets bounds, and its defaults stay out', () => {
  const text = { type: 'string', default: '', description: 'Required. One (e.g. this). Two.' } as OpenApiSchema;
  expect(affinityOf({ type: 'object', properties: { text }, required: ['text'] })).toEqual({
    type: 'object',
    required: ['text'],
    properties: { text: { type: 'string', maxLength: 1024, description: 'One (e.g. this).' } },
  });
  expect(affinityOf({ type: 'object', additionalProperties: { type: 'string' } })).toMatchObject({ maxProperties: 32 });
});

test('quantities and int-or-strings become what a CRD calls them', () => {
  const properties = {
    size: ref('io.k8s.apimachinery.pkg.api.resource.Quantity'),
    port: ref('io.k8s.apimachinery.pkg.util.intstr.IntOrString'),
  };
  expect(affinityOf({ type: 'object', properties })).toMatchObject({
    properties: { size: { 'x-kubernetes-int-or-string': true, format: 'quantity' }, port: { 'x-kubernetes-int-or-string': true } },
  });
});

test('a document of another API is refused with the place of the right one', () => {
  expect(() => podFieldsSource({ components: { schemas: {} } })).toThrow(/has no schema .*Affinity.*openapi\/v3\/api\/v1/);
});

import type { KubeObject } from '@dataservices/plan';
import { apiGroup, apiVersion, category, type KindDefinition, type PrinterColumn } from './kind.ts';
import { clusterNames } from './metadata.ts';
import { type StructuralSchema, toStructuralSchema } from './structural-schema.ts';

export type CustomResourceDefinition = KubeObject & { readonly spec: CustomResourceDefinitionSpec };

type CustomResourceDefinitionSpec = {
  readonly group: string;
  readonly scope: 'Namespaced';
  readonly names: {
    readonly kind: string;
    readonly listKind: string;
    readonly plural: string;
    readonly singular: string;
    readonly shortNames: readonly string[];
    readonly categories: readonly string[];
  };
  readonly versions: readonly {
    readonly name: string;
    readonly served: boolean;
    readonly storage: boolean;
    readonly additionalPrinterColumns: readonly PrinterColumn[];
    readonly subresources: { readonly status: object; readonly scale?: Readonly<Record<string, string>> };
    readonly schema: { readonly openAPIV3Schema: StructuralSchema };
  }[];
};

const scale = { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas', labelSelectorPath: '.status.selector' };

/** The CustomResourceDefinition of a kind, ready to be applied. */
export function buildCrd(definition: KindDefinition): CustomResourceDefinition {
  const { kind, plural, singular, shortName } = definition;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${apiGroup}`, labels: { 'app.kubernetes.io/part-of': 'dataservices' } },
    spec: {
      group: apiGroup,
      scope: 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural, singular, shortNames: [shortName], categories: [category] },
      versions: [
        {
          name: apiVersion,
          served: true,
          storage: true,
          additionalPrinterColumns: definition.printerColumns,
          subresources: { status: {}, ...(definition.hasScale && { scale }) },
          schema: { openAPIV3Schema: rootSchema(definition) },
        },
      ],
    },
  };
}

function rootSchema({ schema, description, names = clusterNames }: KindDefinition): StructuralSchema {
  const { properties = {} } = toStructuralSchema(schema);
  return {
    type: 'object',
    description,
    properties: {
      apiVersion: { type: 'string', description: `Version of this schema: ${apiGroup}/${apiVersion}.` },
      kind: { type: 'string', description: 'Kind of this object.' },
      metadata: { type: 'object' },
      ...properties,
    },
    'x-kubernetes-validations': [{ rule: names.rule, message: names.message }],
  };
}

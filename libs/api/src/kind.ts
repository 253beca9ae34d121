import type { z } from 'zod';
import type { RefusedKeys } from './config.ts';
import type { NameRule } from './metadata.ts';

export type PrinterColumn = {
  readonly name: string;
  readonly type: 'integer' | 'number' | 'string' | 'boolean' | 'date';
  readonly description: string;
  readonly jsonPath: string;
  /** Above 0: shown only with `-o wide`. */
  readonly priority?: number;
};

/** A kind of the API: all that its CustomResourceDefinition is made from. */
export type KindDefinition = {
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortName: string;
  /** Default: those of a cluster, from which others derive. */
  readonly names?: NameRule;
  /** The service in a person's words, such as Redis. */
  readonly title: string;
  readonly description: string;
  /** `spec` and `status`, both with a default, so that an empty object is a whole one. */
  readonly schema: z.ZodType;
  /** Whether it has a size of its own, for the scale subresource. */
  readonly hasScale: boolean;
  readonly printerColumns: readonly PrinterColumn[];
  /** Settings that spec.config refuses; the schema has their rules. */
  readonly refusedKeys: readonly RefusedKeys[];
};

export const apiGroup = 'dataservices.dev';
export const apiVersion = 'v1alpha1';
export const category = 'dataservices';

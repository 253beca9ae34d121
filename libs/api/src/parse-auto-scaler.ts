import { z } from 'zod';
import { type AutoScaler, autoScalerSchema } from './auto-scaler.ts';
import { apiGroup, apiVersion } from './kind.ts';
import { plainNames, storedMetadata } from './metadata.ts';
import { type Parsed, parseWith } from './parse.ts';

const autoScaler = autoScalerSchema.extend({
  apiVersion: z.literal(`${apiGroup}/${apiVersion}`),
  kind: z.literal('AutoScaler'),
  metadata: storedMetadata(plainNames),
});

/** What the API server has stored, as the operator's type; the same rules as at admission. */
export function parseAutoScaler(object: unknown): Parsed<AutoScaler> {
  return parseWith<AutoScaler>(autoScaler, object, `autoscalers.${apiGroup}`);
}

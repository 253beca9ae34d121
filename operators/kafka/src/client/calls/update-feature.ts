import type { FeatureUpdate } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, bool, int8, int16, int32, nullableString, string, struct, type ValueOf } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { checkAnswer } from './check-answer.ts';

const request = struct({ timeoutMs: int32, updates: array(struct({ feature: string, level: int16, kind: int8 })), validateOnly: bool });
const answer = struct({
  throttleMs: int32,
  error: int16,
  message: nullableString,
  updates: array(struct({ feature: string, error: int16, message: nullableString })),
});

export const updateFeaturesApi: Api<ValueOf<typeof request>, ValueOf<typeof answer>> = {
  key: 57,
  name: 'UpdateFeatures',
  versions: [{ version: 1, request, answer }],
};

const kinds = { upgrade: 1, safeDowngrade: 2 } as const;

export async function updateFeature(ask: Ask, { feature, level, kind }: FeatureUpdate, timeoutMs: number): Promise<void> {
  const updates = [{ feature, level, kind: kinds[kind] }];
  const result = await ask(updateFeaturesApi, { timeoutMs, updates, validateOnly: false });
  // The answer as a whole may only say that something failed; the parts say what.
  for (const each of result.updates) checkAnswer(`setting ${feature} to ${level}`, each);
  checkAnswer(`setting ${feature} to ${level}`, result);
}

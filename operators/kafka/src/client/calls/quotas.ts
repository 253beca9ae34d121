import type { QuotaChange, QuotaEntity, QuotaView } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, bool, float64, int8, int16, int32, nullableArray, nullableString, string, struct, type ValueOf } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { checkAnswer } from './check-answer.ts';

const entity = array(struct({ type: string, name: nullableString }));
const question = struct({ components: array(struct({ type: string, how: int8, name: nullableString })), isStrict: bool });
const described = struct({
  throttleMs: int32,
  error: int16,
  message: nullableString,
  entries: nullableArray(struct({ entity, values: array(struct({ key: string, value: float64 })) })),
});
const change = struct({
  entries: array(struct({ entity, operations: array(struct({ key: string, value: float64, isRemoval: bool })) })),
  validateOnly: bool,
});
const changed = struct({ throttleMs: int32, entries: array(struct({ error: int16, message: nullableString, entity })) });

export const describeQuotasApi: Api<ValueOf<typeof question>, ValueOf<typeof described>> = {
  key: 48,
  name: 'DescribeClientQuotas',
  versions: [{ version: 1, request: question, answer: described }],
};
export const alterQuotasApi: Api<ValueOf<typeof change>, ValueOf<typeof changed>> = {
  key: 49,
  name: 'AlterClientQuotas',
  versions: [{ version: 1, request: change, answer: changed }],
};

const [exactly, theDefault] = [0, 1];
const [userType, clientType] = ['user', 'client-id'];

export async function describeQuotas(ask: Ask, of: QuotaEntity | undefined): Promise<readonly QuotaView[]> {
  const components = partsOf(of ?? {}).map(({ type, name }) => ({ type, name, how: name === null ? theDefault : exactly }));
  const answer = await ask(describeQuotasApi, { components, isStrict: of !== undefined });
  checkAnswer('describing quotas', answer);
  return (answer.entries ?? []).map(({ entity: parts, values }) => ({
    entity: entityOf(parts),
    quotas: Object.fromEntries(values.map(({ key, value }) => [key, value])),
  }));
}

export async function alterQuotas(ask: Ask, changes: readonly QuotaChange[]): Promise<void> {
  const entries = changes.map(({ entity: of, quotas }) => ({
    entity: partsOf(of),
    operations: Object.entries(quotas).map(([key, value]) => ({ key, value: value ?? 0, isRemoval: value === undefined })),
  }));
  const answer = await ask(alterQuotasApi, { entries, validateOnly: false });
  for (const each of answer.entries) checkAnswer('changing quotas', each);
}

function partsOf({ user, clientId }: QuotaEntity): { readonly type: string; readonly name: string | null }[] {
  return [
    ...(user === undefined ? [] : [{ type: userType, name: user }]),
    ...(clientId === undefined ? [] : [{ type: clientType, name: clientId }]),
  ];
}

function entityOf(parts: ValueOf<typeof entity>): QuotaEntity {
  const nameOf = (wanted: string) => parts.find(({ type }) => type === wanted)?.name;
  const [user, clientId] = [nameOf(userType), nameOf(clientType)];
  return { ...(user !== undefined && { user }), ...(clientId !== undefined && { clientId }) };
}

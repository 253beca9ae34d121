import type { Api } from '../wire/api.ts';
import { int16, int32, nullableString, struct, type ValueOf } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { checkAnswer } from './check-answer.ts';

const request = struct({ id: int32 });
const answer = struct({ throttleMs: int32, error: int16, message: nullableString });

export const unregisterBrokerApi: Api<ValueOf<typeof request>, ValueOf<typeof answer>> = {
  key: 64,
  name: 'UnregisterBroker',
  versions: [{ version: 0, request, answer }],
};

export async function unregisterBroker(ask: Ask, id: number): Promise<void> {
  checkAnswer(`unregistering the broker ${id}`, await ask(unregisterBrokerApi, { id }), ['BROKER_ID_NOT_REGISTERED']);
}

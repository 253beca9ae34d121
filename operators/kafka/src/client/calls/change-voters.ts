import type { VoterAddress, VoterRef } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, bool, int16, int32, nullableString, string, struct, uint16, uuid, type ValueOf } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { checkAnswer } from './check-answer.ts';

const answer = struct({ throttleMs: int32, error: int16, message: nullableString });
const addition = {
  clusterId: nullableString,
  timeoutMs: int32,
  id: int32,
  directoryId: uuid,
  listeners: array(struct({ name: string, host: string, port: uint16 })),
};
const newestAddition = struct({ ...addition, waitsForCommit: bool });
const removal = struct({ clusterId: nullableString, id: int32, directoryId: uuid });

export const addVoterApi: Api<ValueOf<typeof newestAddition>, ValueOf<typeof answer>> = {
  key: 80,
  name: 'AddRaftVoter',
  versions: [
    { version: 1, request: newestAddition, answer },
    { version: 0, request: struct(addition), answer },
  ],
};

export const removeVoterApi: Api<ValueOf<typeof removal>, ValueOf<typeof answer>> = {
  key: 81,
  name: 'RemoveRaftVoter',
  versions: [{ version: 0, request: removal, answer }],
};

/** @param timeoutMs how long Kafka may wait for the others to agree */
export async function addVoter(ask: Ask, { id, directoryId, listener, host, port }: VoterAddress, timeoutMs: number): Promise<void> {
  const listeners = [{ name: listener, host, port }];
  const request = { clusterId: null, timeoutMs, id, directoryId, listeners, waitsForCommit: true };
  checkAnswer(`adding the voter ${id} (${directoryId})`, await ask(addVoterApi, request));
}

export async function removeVoter(ask: Ask, { id, directoryId }: VoterRef): Promise<void> {
  checkAnswer(`removing the voter ${id} (${directoryId})`, await ask(removeVoterApi, { clusterId: null, id, directoryId }));
}

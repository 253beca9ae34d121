import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { ScramChange, ScramMechanism, ScramUserView } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, bytes, int8, int16, int32, nullableArray, nullableString, string, struct, type ValueOf } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { checkAnswer } from './check-answer.ts';

const question = struct({ users: nullableArray(struct({ name: string })) });
const described = struct({
  throttleMs: int32,
  error: int16,
  message: nullableString,
  users: array(
    struct({ user: string, error: int16, message: nullableString, credentials: array(struct({ mechanism: int8, iterations: int32 })) }),
  ),
});
const change = struct({
  deletions: array(struct({ user: string, mechanism: int8 })),
  upsertions: array(struct({ user: string, mechanism: int8, iterations: int32, salt: bytes, salted: bytes })),
});
const changed = struct({ throttleMs: int32, users: array(struct({ user: string, error: int16, message: nullableString })) });

export const describeScramApi: Api<ValueOf<typeof question>, ValueOf<typeof described>> = {
  key: 50,
  name: 'DescribeUserScramCredentials',
  versions: [{ version: 0, request: question, answer: described }],
};

export const alterScramApi: Api<ValueOf<typeof change>, ValueOf<typeof changed>> = {
  key: 51,
  name: 'AlterUserScramCredentials',
  versions: [{ version: 0, request: change, answer: changed }],
};

const mechanisms: Readonly<Record<ScramMechanism, { readonly id: number; readonly digest: string; readonly length: number }>> = {
  'SCRAM-SHA-256': { id: 1, digest: 'sha256', length: 32 },
  'SCRAM-SHA-512': { id: 2, digest: 'sha512', length: 64 },
};
const usualIterations = 4096;

export async function describeScramUsers(ask: Ask): Promise<readonly ScramUserView[]> {
  const answer = await ask(describeScramApi, { users: null });
  checkAnswer('describing users', answer);
  return answer.users.map(({ user, credentials }) => ({
    user,
    credentials: credentials.map(({ mechanism, iterations }) => ({ mechanism: mechanismOf(mechanism), iterations })),
  }));
}

/** In as many requests as one user has changes: Kafka refuses a request that names a user twice, be it for two mechanisms. */
export async function alterScramUsers(ask: Ask, changes: readonly ScramChange[]): Promise<void> {
  const byUser = [...Map.groupBy(changes, ({ user }) => user).values()];
  const requests = Math.max(0, ...byUser.map((of) => of.length));
  for (let at = 0; at < requests; at += 1) {
    await alterOnce(
      ask,
      byUser.flatMap((of) => of[at] ?? []),
    );
  }
}

async function alterOnce(ask: Ask, changes: readonly ScramChange[]): Promise<void> {
  const upsertions = await Promise.all(changes.flatMap((each) => (each.password === undefined ? [] : salted(each, each.password))));
  const deletions = changes.flatMap(({ user, mechanism, password }) =>
    password === undefined ? { user, mechanism: mechanisms[mechanism].id } : [],
  );
  const answer = await ask(alterScramApi, { deletions, upsertions });
  for (const each of answer.users) checkAnswer(`changing the credentials of ${each.user}`, each, ['RESOURCE_NOT_FOUND']);
}

/** The password itself never leaves the operator. */
async function salted({ user, mechanism, iterations = usualIterations }: ScramChange, password: string) {
  const { id, digest, length } = mechanisms[mechanism];
  const salt = randomBytes(24);
  const key = await promisify(pbkdf2)(password.normalize('NFKC'), salt, iterations, length, digest);
  return { user, mechanism: id, iterations, salt, salted: key };
}

function mechanismOf(id: number): ScramMechanism {
  return id === mechanisms['SCRAM-SHA-256'].id ? 'SCRAM-SHA-256' : 'SCRAM-SHA-512';
}

import { describe, expect, test } from 'vitest';
import { recordedAsk } from '../testing/recorded-ask.ts';
import type { AclEntry } from '../views.ts';
import { createAcls, deleteAcls, describeAcls } from './acls.ts';
import { alterQuotas, describeQuotas } from './quotas.ts';
import { alterScramApi, alterScramUsers, describeScramUsers } from './scram-users.ts';

// Each sends exactly what Kafka's own client sends, or the recorded ask fails, and reads what Kafka's own client would.

const ask = recordedAsk();

describe('access', () => {
  const entry: AclEntry = {
    resourceType: 'topic',
    resourceName: 'orders',
    pattern: 'prefixed',
    principal: 'User:cart',
    host: '*',
    operation: 'read',
    permission: 'allow',
  };

  test('users', async () => {
    expect(await describeScramUsers(ask)).toEqual([{ user: 'cart', credentials: [{ mechanism: 'SCRAM-SHA-512', iterations: 4096 }] }]);
  });

  test('credentials are sent as Kafka has them, and what it refuses is told', async () => {
    const changes = {
      deletions: [{ user: 'old', mechanism: 1 }],
      upsertions: [{ user: 'cart', mechanism: 2, iterations: 4096, salt: Buffer.from([1, 2, 3]), salted: Buffer.from([4, 5, 6]) }],
    };
    expect((await ask(alterScramApi, changes)).users).toEqual([{ user: 'cart', error: 93, message: 'too few iterations' }]);
    const sent: unknown[] = [];
    const seen: typeof ask = (api, request) => {
      sent.push(request);
      return ask(api, changes as typeof request);
    };
    await expect(alterScramUsers(seen, [{ user: 'cart', mechanism: 'SCRAM-SHA-512', password: 'secret' }])).rejects.toMatchObject({
      protocol: 'UNACCEPTABLE_CREDENTIAL',
    });
    const [{ upsertions }] = sent as [{ upsertions: { salted: Buffer; salt: Buffer }[] }];
    expect([upsertions[0]?.salted.length, upsertions[0]?.salt.length]).toEqual([64, 24]);
    expect(JSON.stringify(sent)).not.toContain('secret');
  });

  test('no request names a user twice, which Kafka refuses', async () => {
    const sent: { upsertions: { user: string; mechanism: number }[]; deletions: { user: string; mechanism: number }[] }[] = [];
    const seen = (async (_: unknown, request: (typeof sent)[number]) => {
      sent.push(request);
      return { users: [] };
    }) as unknown as typeof ask;
    await alterScramUsers(seen, [
      { user: 'cart', mechanism: 'SCRAM-SHA-512', password: 'secret' },
      { user: 'cart', mechanism: 'SCRAM-SHA-256', password: 'secret' },
      { user: 'old', mechanism: 'SCRAM-SHA-256', password: undefined },
    ]);
    expect(
      sent.map(({ upsertions, deletions }) => [...upsertions, ...deletions].map(({ user, mechanism }) => `${user} ${mechanism}`)),
    ).toEqual([['cart 2', 'old 1'], ['cart 1']]);
    await alterScramUsers(seen, []);
    expect(sent).toHaveLength(2);
  });

  test('rules of a kind that is not known are left out', async () => {
    expect(await describeAcls(ask, { principal: 'User:cart' })).toEqual([entry]);
  });

  test('rules without an authorizer are refused by name', async () => {
    await expect(createAcls(ask, [entry])).rejects.toMatchObject({ protocol: 'SECURITY_DISABLED' });
    await deleteAcls(ask, [entry]);
  });

  test('quotas', async () => {
    expect(await describeQuotas(ask, { user: 'cart', clientId: null })).toEqual([
      { entity: { user: null }, quotas: { producer_byte_rate: 1024.5 } },
    ]);
    const quotas = { producer_byte_rate: 1024, request_percentage: undefined };
    await expect(alterQuotas(ask, [{ entity: { user: 'cart' }, quotas }])).rejects.toMatchObject({ protocol: 'INVALID_REQUEST' });
  });
});

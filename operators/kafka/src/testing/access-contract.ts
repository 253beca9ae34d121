import { describe, expect, test } from 'vitest';
import { type KafkaBed, until } from './kafka-bed.ts';

/** Who may do what, and how much of it. */
export function testAccess(bed: () => KafkaBed): void {
  const admin = () => bed().admin;

  describe('access', () => {
    test('users come and go', async () => {
      const user = 'cart';
      const credentials = async () => (await admin().describeScramUsers()).find((each) => each.user === user)?.credentials;
      await admin().alterScramUsers([{ user, mechanism: 'SCRAM-SHA-512', password: 'secret' }]);
      const wanted = { mechanism: 'SCRAM-SHA-512', iterations: 4096 };
      expect(await until(bed(), 'the user', credentials)).toEqual([wanted]);
      await admin().alterScramUsers([{ user, mechanism: 'SCRAM-SHA-512', password: undefined }]);
      await until(bed(), 'no user', async () => (await credentials()) === undefined);
      await admin().alterScramUsers([{ user, mechanism: 'SCRAM-SHA-512', password: undefined }]);
    });

    test('a user has a number of iterations for each mechanism, the ones that were asked for', async () => {
      const user = 'told-apart';
      const wanted = [
        { mechanism: 'SCRAM-SHA-256', iterations: 4097 },
        { mechanism: 'SCRAM-SHA-512', iterations: 8192 },
      ] as const;
      const credentials = async () => (await admin().describeScramUsers()).find((each) => each.user === user)?.credentials;
      await admin().alterScramUsers(wanted.map((one) => ({ user, ...one, password: 'secret' })));
      // A broker may have learnt of one already, and of the other not yet.
      const known = await until(bed(), 'the user', async () => {
        const each = await credentials();
        return each?.length === wanted.length ? each : undefined;
      });
      expect(known.toSorted((a, b) => a.iterations - b.iterations)).toEqual(wanted);
      await admin().alterScramUsers(wanted.map(({ mechanism }) => ({ user, mechanism, password: undefined })));
      await until(bed(), 'no user', async () => (await credentials()) === undefined);
    });

    test('rules come and go, those of others stay', async () => {
      const rule = {
        resourceType: 'topic',
        resourceName: 'cart-',
        pattern: 'prefixed',
        host: '*',
        operation: 'read',
        permission: 'allow',
      } as const;
      const [mine, theirs] = [
        { ...rule, principal: 'User:cart' },
        { ...rule, principal: 'User:shop' },
      ];
      await admin().createAcls([mine, theirs]);
      await admin().createAcls([mine]);
      await until(bed(), 'the rules', async () => (await admin().describeAcls()).length === 2);
      expect(await admin().describeAcls({ principal: 'User:cart' })).toEqual([mine]);
      await admin().deleteAcls([mine]);
      await admin().deleteAcls([mine]);
      await until(bed(), 'one rule', async () => (await admin().describeAcls()).length === 1);
      expect(await admin().describeAcls()).toEqual([theirs]);
    });

    test('quotas of a user, and of whoever has none, come and go', async () => {
      const entity = { user: 'cart' };
      await admin().alterQuotas([
        { entity, quotas: { producer_byte_rate: 1024, consumer_byte_rate: 2048 } },
        { entity: { user: null }, quotas: { producer_byte_rate: 1 } },
      ]);
      await admin().alterQuotas([{ entity, quotas: { consumer_byte_rate: undefined } }]);
      const own = await until(bed(), 'the quotas', async () => {
        const [view] = await admin().describeQuotas(entity);
        return view?.quotas.consumer_byte_rate === undefined && view;
      });
      expect(own).toEqual({ entity, quotas: { producer_byte_rate: 1024 } });
      expect(await admin().describeQuotas()).toHaveLength(2);
      // By the one for whoever has none, a producer that has to ask twice is made to wait for minutes in between.
      await admin().alterQuotas([
        { entity, quotas: { producer_byte_rate: undefined } },
        { entity: { user: null }, quotas: { producer_byte_rate: undefined } },
      ]);
      await until(bed(), 'no quotas', async () => (await admin().describeQuotas()).length === 0);
    });
  });
}

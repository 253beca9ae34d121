import { resources } from '@dataservices/kube';
import type { JournalEntry, StoredObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube } from '@dataservices/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { closeJournal, JournalLost, type JournalOptions, openJournal } from './journal.ts';

type Cluster = StoredObject & { readonly status?: { readonly leader?: string; readonly journal?: JournalEntry } };

const ref = { namespace: 'shop', name: 'cart' };
const begun = { act: 'FinishSwitchOver', subject: 'cart-redis-0', phase: 'HoldingWrites' };

let kube: FakeKube;
let options: JournalOptions;

beforeEach(async () => {
  kube = createFakeKube();
  const owner = kube.put(resources.redisClusters, { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', metadata: ref });
  options = {
    kube,
    resource: resources.redisClusters,
    owner,
    fieldManager: 'dataservices-redis',
    now: () => Date.parse('2026-01-01T00:00:00Z'),
    signal: new AbortController().signal,
  };
});

async function recorded(): Promise<JournalEntry | undefined> {
  return (await kube.get<Cluster>(resources.redisClusters, ref))?.status?.journal;
}

describe('journal', () => {
  test('an act is recorded before its first effect, phase by phase, and gone after its last', async () => {
    const journal = await openJournal(options, { ...begun, data: { sentinel: 's0' } });
    expect(await recorded()).toMatchObject({ ...begun, startedAt: '2026-01-01T00:00:00Z', data: { sentinel: 's0' } });
    await journal.advance('FailingOver');
    expect(await recorded()).toMatchObject({ phase: 'FailingOver', token: journal.entry.token });
    await journal.close();
    expect(await recorded()).toBeUndefined();
  });

  test('a status that is written meanwhile leaves it alone, and is left alone by it', async () => {
    const journal = await openJournal(options, begun);
    const status = { apiVersion: options.owner.apiVersion, kind: options.owner.kind, metadata: ref, status: { leader: 'cart-redis-1' } };
    await kube.applyStatus(resources.redisClusters, status, { fieldManager: 'dataservices-redis' });
    expect(await recorded()).toMatchObject(begun);
    await journal.close();
    const cluster = await kube.get<Cluster>(resources.redisClusters, ref);
    expect(cluster?.status).toEqual({ leader: 'cart-redis-1' });
  });

  test('two processes that both believe to lead: one act only', async () => {
    await openJournal(options, begun);
    await expect(openJournal(options, { ...begun, subject: 'cart-redis-1' })).rejects.toThrow(JournalLost);
    expect(await recorded()).toMatchObject({ subject: 'cart-redis-0' });
  });

  test('two that open at the same moment: the version of the live read lets one through', async () => {
    const results = await Promise.allSettled([openJournal(options, begun), openJournal(options, { ...begun, subject: 'cart-redis-1' })]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('an act that another process has ended may not go on', async () => {
    const journal = await openJournal(options, begun);
    await closeJournal(options, journal.entry.token);
    await expect(journal.advance('FailingOver')).rejects.toThrow(JournalLost);
    expect(await recorded()).toBeUndefined();
  });

  test('an act is ended by its token: not the one that came after it', async () => {
    const first = await openJournal(options, begun);
    await first.close();
    const second = await openJournal(options, begun);
    await expect(closeJournal(options, first.entry.token)).rejects.toThrow(JournalLost);
    expect(await recorded()).toMatchObject({ token: second.entry.token });
  });

  test('an object of the same name that was made meanwhile gets no journal', async () => {
    kube.remove(resources.redisClusters, ref);
    kube.put(resources.redisClusters, { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', metadata: ref });
    await expect(openJournal(options, begun)).rejects.toThrow(JournalLost);
    expect(await recorded()).toBeUndefined();
  });
});

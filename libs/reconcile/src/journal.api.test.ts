import { connect, type KubeClient, type Resource } from '@dataservices/kube';
import type { JournalEntry, StoredObject } from '@dataservices/plan';
import { installCrd, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type JournalOptions, openJournal } from './journal.ts';

type Thing = StoredObject & { readonly status?: { readonly leader?: string; readonly journal?: JournalEntry } };

const things: Resource = { group: 'journal.example.com', version: 'v1', kind: 'Thing', plural: 'things', isNamespaced: true };
const text = { type: 'string' };
const entry = { type: 'object', properties: { act: text, subject: text, phase: text, token: text, startedAt: text } };
const status = { type: 'object', properties: { leader: text, journal: entry } };
const crd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.journal.example.com' },
  spec: {
    group: things.group,
    scope: 'Namespaced',
    names: { kind: things.kind, plural: things.plural, singular: 'thing', listKind: 'ThingList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', properties: { status } } },
      },
    ],
  },
};

const begun = { act: 'FinishSwitchOver', subject: 'cart-0', phase: 'HoldingWrites' };

let kube: KubeClient;
let options: JournalOptions;

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'journal-test' });
  await installCrd(kube, crd);
});

afterAll(() => kube.close());

beforeEach(async () => {
  const namespace = await testNamespace(kube, 'journal');
  const owner = await kube.create<Thing>(things, {
    apiVersion: 'journal.example.com/v1',
    kind: 'Thing',
    metadata: { namespace, name: 'cart' },
  });
  options = { kube, resource: things, owner, fieldManager: 'operator', now: Date.now, signal: new AbortController().signal };
});

async function stored(): Promise<Thing['status']> {
  return (await kube.get<Thing>(things, options.owner.metadata))?.status;
}

test('a status write of the operator neither takes the journal away nor is taken away with it', async () => {
  const journal = await openJournal(options, begun);
  const { namespace, name } = options.owner.metadata;
  const metadata = { name, ...(namespace !== undefined && { namespace }) };
  const desired = { apiVersion: options.owner.apiVersion, kind: options.owner.kind, metadata, status: { leader: 'cart-1' } };
  await kube.applyStatus(things, desired, { fieldManager: 'operator' });
  await journal.advance('FailingOver');
  expect(await stored()).toMatchObject({ leader: 'cart-1', journal: { phase: 'FailingOver', token: journal.entry.token } });
  await journal.close();
  expect(await stored()).toEqual({ leader: 'cart-1' });
});

test('of many that begin at the same moment, one gets through', async () => {
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => openJournal(options, begun)));
  expect(results.filter(({ status: outcome }) => outcome === 'fulfilled')).toHaveLength(1);
  expect(results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))).toSatisfy((codes: string[]) =>
    codes.every((code) => code === 'JournalLost' || code === 'Conflict'),
  );
});

test('an object that was made anew under the same name keeps no journal of the old one', async () => {
  await kube.delete(things, options.owner.metadata);
  const { namespace, name } = options.owner.metadata;
  await kube.create(things, {
    apiVersion: 'journal.example.com/v1',
    kind: 'Thing',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  });
  await expect(openJournal(options, begun)).rejects.toMatchObject({ code: 'JournalLost' });
  expect(await stored()).toBeUndefined();
});

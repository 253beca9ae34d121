import { resources } from '@dataservices/kube';
import { describe, expect } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import type { Fault } from './fault.ts';
import { cutMidLine } from './faults/cut-mid-line.ts';
import { dropEvents } from './faults/drop-events.ts';
import { duplicateEvents } from './faults/duplicate-events.ts';
import { loseUpstreams } from './faults/half-open.ts';
import { holdWatches } from './faults/hold-watches.ts';
import { refuseWatches } from './faults/refuse-watches.ts';
import { reorderEvents } from './faults/reorder-events.ts';
import { silenceWatches } from './faults/silence-watches.ts';
import { storm } from './faults/storm.ts';
import { configMap, eventually, makeChanges, operatorTest as test } from './testing/operator-test.ts';

// Each has a proxy and a namespace of its own, and waits for backoffs and silence.
describe.concurrent('the cache shows exactly what the API server has', () => {
  const faults: Readonly<Record<string, () => Fault>> = {
    'events that come twice': () => duplicateEvents(),
    'events of several objects in another order': () => reorderEvents({ window: 5, random: seededRandom(1) }),
    'even versions of one object in another order': () => reorderEvents({ window: 4, random: seededRandom(2), acrossVersions: true }),
    'events that are held back': () => holdWatches(),
    'watches that are cut in the middle of an event': () => cutMidLine({ after: 2 }),
  };

  test.for(Object.entries(faults))('after %s, without another list', async ([, fault], { admin, namespace, proxy, startOperator }) => {
    const operator = startOperator();
    await operator.catchesUp();
    await eventually('the watch', () => operator.count('watching') === 1);
    const clear = proxy.set(fault());
    await makeChanges(admin, namespace, 'a');
    await eventually('the events', () => proxy.watches().some(({ linesRead }) => linesRead > 0) || operator.count('failed') > 0);
    clear();
    await operator.catchesUp();
    expect(operator.count('listed')).toBe(1);
  });

  test.for([
    ['silent', () => silenceWatches()],
    ['half-open', undefined],
  ] as const)(
    'after a watch that fell %s: it is opened anew from its place',
    async ([, fault], { admin, namespace, proxy, startOperator }) => {
      const operator = startOperator({ watchSilenceMs: 1000 });
      await operator.catchesUp();
      await eventually('the watch', () => proxy.watches().length === 1);
      const clear = fault === undefined ? () => {} : proxy.set(fault());
      if (fault === undefined) loseUpstreams(proxy);
      await makeChanges(admin, namespace, 'a');
      await eventually('the first watch to be given up', () => operator.count('failed') > 0);
      clear();
      await operator.catchesUp();
      expect(operator.count('listed')).toBe(1);
    },
  );
});

test.concurrent('watches that end at once are asked for less and less often', async ({ proxy, startOperator }) => {
  proxy.set(refuseWatches({ how: 'ended' }));
  const operator = startOperator();
  const startMs = performance.now();
  await eventually('three attempts', () => (proxy.requests.get('watch configmaps') ?? 0) === 3);
  // At least 0.8 s after the first, and 1.6 s after the second.
  expect(performance.now() - startMs).toBeGreaterThan(2400);
  expect(operator.count('listed')).toBe(1);
});

test.concurrent('a list that fails is tried again until it succeeds', async ({ admin, namespace, proxy, startOperator }) => {
  await makeChanges(admin, namespace, 'a');
  proxy.set(storm({ status: 500, next: 1 }));
  proxy.set(storm({ status: 504, next: 1 }));
  const operator = startOperator();
  await operator.catchesUp();
  expect(operator.reports.slice(0, 3).map((report) => (report.type === 'failed' ? report.code : report.type))).toEqual([
    'InternalError',
    'Timeout',
    'listed',
  ]);
});

test.concurrent('without DELETE events a ghost remains until the next list; a delete of it by its uid harms nobody', async ({
  admin,
  namespace,
  proxy,
  startOperator,
}) => {
  const at = { namespace, name: 'ghost' };
  await admin.create(resources.configMaps, configMap(namespace, 'ghost'));
  const operator = startOperator();
  await operator.catchesUp();
  const clear = proxy.set(dropEvents({ type: 'DELETED' }));
  await admin.delete(resources.configMaps, at);
  await admin.create(resources.configMaps, configMap(namespace, 'marker'));
  await eventually('the event after it', () => operator.cache.get(`${namespace}/marker`) !== undefined);
  const uid = operator.cache.get(`${namespace}/ghost`)?.metadata.uid ?? 'none';
  expect(await operator.kube.delete(resources.configMaps, at, { uid })).toBe('absent');
  clear();
  proxy.set(refuseWatches({ how: 'expired', next: 1 }));
  for (const watch of proxy.watches()) watch.end();
  await operator.catchesUp();
  expect(operator.count('listed')).toBe(2);
});

import type { StoredObject } from '@dataservices/plan';
import type { ChangeListener } from '@dataservices/reconcile';
import { expect, test } from 'vitest';
import { Mirror } from './mirror.ts';
import { emptyTally } from './watch-tally.ts';

function setUp() {
  const tally = emptyTally();
  let tell: ChangeListener<StoredObject> = () => {};
  const mirror = new Mirror(
    {
      onChange(listener) {
        tell = listener;
        return () => {};
      },
    },
    tally,
  );
  return { tally, mirror, tell: (before?: StoredObject, after?: StoredObject) => tell(before, after) };
}

const at = (resourceVersion: string): StoredObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'a', name: 'x', uid: 'u', resourceVersion },
});

test('changes that follow from one another are no breach', () => {
  const { tally, mirror, tell } = setUp();
  const [first, second] = [at('9'), at('10')];
  tell(undefined, first);
  tell(first, second);
  expect(mirror.list()).toEqual([second]);
  tell(second, undefined);
  expect(mirror.list()).toEqual([]);
  expect(tally).toMatchObject({ changes: 3, breaches: [] });
});

test('a change from something else than was told, and one back in time, are', () => {
  const { tally, tell } = setUp();
  const [first, second] = [at('10'), at('9')];
  tell(first, undefined);
  tell(undefined, first);
  tell(first, second);
  expect(tally.breaches).toEqual([expect.stringContaining('told last'), expect.stringContaining('back in time')]);
});

import { expect, test } from 'vitest';
import { jsonPointer } from './json-patch.ts';

test.for<[readonly (string | number)[], string]>([
  [[], ''],
  [[''], '/'],
  [['metadata', 'finalizers', 0], '/metadata/finalizers/0'],
  [['metadata', 'labels', 'a.b/c'], '/metadata/labels/a.b~1c'],
  [['~', '/', '~1'], '/~0/~1/~01'],
])('%o → %s', ([names, pointer]) => {
  expect(jsonPointer(...names)).toBe(pointer);
});

import { describe, expect, test } from 'vitest';
import { errorFromAnswer } from './errors.ts';
import { fieldConflicts } from './field-conflict.ts';

const conflictWith = (message: string) => ({ causes: [{ reason: 'FieldManagerConflict', field: '.spec.replicas', message }] });

describe('fieldConflicts', () => {
  test.for([
    ['conflict with "kubectl" using v1', 'kubectl'],
    ['conflict with "kubectl-edit" using apps/v1 at 2026-01-01T00:00:00Z', 'kubectl-edit'],
    ['conflict with "hpa" with subresource "scale" using apps/v1', 'hpa'],
    ['conflict with "of \\"us\\" \\\\ all" using v1', 'of "us" \\ all'],
    ['conflict with "" using v1', ''],
    // Go escapes what JSON does not.
    ['conflict with "bell \\a" using v1', 'bell \\a'],
    ['something else entirely', 'another manager'],
  ] as const)('%s names %s', ([message, manager]) => {
    expect(fieldConflicts(conflictWith(message))).toEqual([{ manager, field: '.spec.replicas' }]);
  });

  test('other causes are no conflicts of fields', () => {
    expect(fieldConflicts({ causes: [{ reason: 'FieldValueInvalid', field: 'spec', message: 'conflict with "x" using v1' }] })).toEqual([]);
    expect([fieldConflicts({}), fieldConflicts(undefined)]).toEqual([[], []]);
  });
});

test('the error of a refused apply names fields, managers and the remedy', () => {
  const causes = ['a', 'b'].map((name) => ({ ...conflictWith(`conflict with "${name}" using v1`).causes[0], field: `.data.${name}` }));
  const body = { kind: 'Status', code: 409, reason: 'Conflict', message: 'Apply failed with 2 conflicts', details: { name: 'x', causes } };
  const error = errorFromAnswer({ method: 'PATCH', path: '/x' }, 409, JSON.stringify(body));
  expect(error.conflicts).toEqual([
    { manager: 'a', field: '.data.a' },
    { manager: 'b', field: '.data.b' },
  ]);
  expect(error.message).toContain('.data.a (of a), .data.b (of b)');
  expect(error.message).toContain('Leave them out, or apply with force');
});

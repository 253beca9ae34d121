import { expect, test } from 'vitest';
import { imageKey, type KeyInputs } from './image-key.ts';

const inputs: KeyInputs = {
  containerfile: 'FROM scratch',
  buildArgs: { A: '1', B: '2' },
  reference: 'redis:8.0.2',
  files: [
    { name: 'a', identity: '1' },
    { name: 'b', identity: '2' },
  ],
  parentKey: 'parent',
  architecture: 'x64',
};

test.for<{ name: string; change: Partial<KeyInputs> }>([
  { name: 'the Containerfile', change: { containerfile: 'FROM scratch\n' } },
  { name: 'an argument', change: { buildArgs: { A: '1', B: '3' } } },
  { name: 'the reference', change: { reference: 'redis:8.0.3' } },
  {
    name: 'a file',
    change: {
      files: [
        { name: 'a', identity: '1' },
        { name: 'b', identity: '3' },
      ],
    },
  },
  {
    name: 'which file has which content',
    change: {
      files: [
        { name: 'a', identity: '2' },
        { name: 'b', identity: '1' },
      ],
    },
  },
  { name: 'the parent', change: { parentKey: 'other' } },
  { name: 'the architecture', change: { architecture: 'arm64' } },
])('another key for another value of $name', ({ change }) => {
  expect(imageKey({ ...inputs, ...change })).not.toBe(imageKey(inputs));
});

test('the same key whatever the order of arguments and files', () => {
  expect(imageKey({ ...inputs, buildArgs: { B: '2', A: '1' }, files: inputs.files.toReversed() })).toBe(imageKey(inputs));
});

import { expect, test } from 'vitest';
import { mountPointsBelow } from './mounts.ts';

const mountInfo = `21 1 254:0 / / rw - ext4 /dev/vda rw
30 21 254:0 /volumes/node1 /volumes/node1 rw shared:1 - ext4 /dev/vda rw
31 30 7:0 / /volumes/node1/pvc-1 rw shared:2 - xfs /dev/loop0 rw
32 21 7:1 / /volumes/node1\\040b rw - xfs /dev/loop1 rw
33 21 7:2 / /volumes/node10/pvc-2 rw - xfs /dev/loop2 rw
`;

test('finds what is mounted in a folder and below it, in the order in which it can be unmounted', () => {
  expect(mountPointsBelow('/volumes/node1', mountInfo)).toEqual(['/volumes/node1/pvc-1', '/volumes/node1']);
});

test('knows paths with blanks, and leaves folders alone whose names only begin alike', () => {
  expect(mountPointsBelow('/volumes/node1 b', mountInfo)).toEqual(['/volumes/node1 b']);
  expect(mountPointsBelow('/volumes/node', mountInfo)).toEqual([]);
});

import { expect, test } from 'vitest';
import { detectCgroups } from './cgroups.ts';

const versionOne = `tmpfs /sys/fs/cgroup tmpfs rw 0 0
cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0
cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0
`;
const hybrid = `${versionOne}cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n`;
const versionTwo = `sysfs /sys sysfs rw 0 0
cgroup2 /sys/fs/cgroup cgroup2 rw,nsdelegate 0 0
`;

test.for([
  ['version 1', versionOne, { version: 1, mounts: ['/sys/fs/cgroup/cpu,cpuacct', '/sys/fs/cgroup/memory'] }],
  ['hybrid', hybrid, { version: 1, mounts: ['/sys/fs/cgroup/cpu,cpuacct', '/sys/fs/cgroup/memory'] }],
  ['version 2', versionTwo, { version: 2, mounts: ['/sys/fs/cgroup'] }],
] as const)('%s', ([, mountTable, expected]) => {
  expect(detectCgroups(mountTable)).toEqual(expected);
});

test('a machine without cgroups is refused', () => {
  expect(() => detectCgroups('proc /proc proc rw 0 0\n')).toThrow('no cgroups are mounted');
});

import { expect, test } from 'vitest';
import { layoutOf, nodeLayout } from './layout.ts';

test('everything of a cluster carries its name', () => {
  const layout = layoutOf('mine', {});
  expect(layout).toMatchObject({
    prefix: 'dataservices-mine',
    folder: '/var/lib/dataservices/mine',
    hostNamespace: 'dataservices-mine-host',
  });
  expect(nodeLayout(layout, 2)).toMatchObject({ namespace: 'dataservices-mine-node2', cgroup: 'dataservices-mine/node2', zone: 'zone2' });
});

test('the default cluster does not say its name twice', () => {
  expect(layoutOf('dataservices', {}).prefix).toBe('dataservices');
});

test('the state folder can be chosen', () => {
  expect(layoutOf('mine', { DATASERVICES_STATE: '/state' }).kubeconfigPath).toBe('/state/mine/kubeconfig');
});

test.for(['', '../x', 'Upper', '1st', 'a b', 'x'.repeat(32)])('refuses the name "%s"', (name) => {
  expect(() => layoutOf(name, {})).toThrow('cannot name a cluster');
});

test('refuses a folder that is too long for unix sockets, rather than let containerd fail', () => {
  expect(() => layoutOf('mine', { DATASERVICES_STATE: `/${'x'.repeat(90)}` })).toThrow('too long for the sockets');
});

test('every node has addresses of its own', () => {
  const layout = layoutOf('mine', {});
  const nodes = Array.from({ length: 99 }, (_, index) => nodeLayout(layout, index + 1));
  expect(new Set(nodes.flatMap(({ address, podCidr, link }) => [address, podCidr, link])).size).toBe(3 * 99);
});

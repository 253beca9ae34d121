import { expect, test } from 'vitest';
import type { Api } from '../../api-request.ts';
import { layoutOf, nodeLayout } from '../layout.ts';
import { addressesOf, concerns, dropRules } from './partition-from.ts';

const layout = layoutOf('mine', {});
const nodes = [1, 2].map((number) => nodeLayout(layout, number));

const api: Api = {
  server: '',
  send: async (_method, path) => ({ status: path.endsWith('/shop/pods/cart-0') ? { podIP: '10.244.1.5' } : {} }),
};

test('every pair is dropped in both directions', () => {
  expect(dropRules(['a', 'b'], ['c'])).toEqual(['-s a -d c -j DROP', '-s c -d a -j DROP', '-s b -d c -j DROP', '-s c -d b -j DROP']);
});

test.for([
  ['node2', ['10.89.0.12/32', '10.244.2.0/24']],
  ['shop/cart-0', ['10.244.1.5/32']],
  ['10.244.2.7', ['10.244.2.7/32']],
  ['10.244.2.0/28', ['10.244.2.0/28']],
] as const)('%s is known', async ([place, expected]) => {
  expect(await addressesOf(api, nodes, [place])).toEqual(expected);
});

test.for(['node3', 'cart-0', 'shop/cart-0/main', 'shop/starting'])('%s is no place', async (place) => {
  await expect(addressesOf(api, nodes, [place])).rejects.toMatchObject({ code: 'UnknownPlace' });
});

test('an empty group is a mistake', async () => {
  await expect(addressesOf(api, nodes, [])).rejects.toMatchObject({ code: 'UnknownPlace' });
});

test.for([
  ['-s 10.89.0.11/32 -d 10.244.2.0/24 -j DROP', true],
  ['-s 10.244.2.9/32 -d 10.244.1.5/32 -j DROP', true],
  ['-s 10.89.0.1/32 -d 10.244.10.0/24 -j DROP', false],
] as const)('whether %s speaks of node1: %s', ([rule, expected]) => {
  expect(concerns(rule, nodeLayout(layout, 1))).toBe(expected);
});

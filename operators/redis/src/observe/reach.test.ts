import { expect, test } from 'vitest';
import type { Reach } from '../client/port.ts';
import { pod } from '../testing/observed-builder.ts';
import { doubtedAddresses, observeReach } from './reach.ts';

const kubelet = (node: number) => ({ ip: `10.1.0.${node}`, port: 10_250 });
const onNode = (name: string, node: number) => pod(name, { ip: `10.0.0.${node}`, node: `node${node}`, kubelet: kubelet(node) });
const dataPods = [onNode('cart-redis-0', 1), onNode('cart-redis-1', 2)];
const sentinelPods = [onNode('cart-redis-sentinel-0', 1), onNode('cart-redis-sentinel-1', 2)];

async function askedBy(lost: ReadonlySet<string>): Promise<readonly string[]> {
  const asked: string[] = [];
  const probe = async ({ ip, port }: { readonly ip: string; readonly port: number }): Promise<Reach> => {
    asked.push(`${ip}:${port}`);
    return 'silent';
  };
  const reach = await observeReach({ dataPods, sentinelPods, lost, probe });
  expect([...reach.keys()]).toEqual(asked);
  return asked;
}

test('nobody is asked while all give signs of life', async () => {
  expect(await askedBy(new Set())).toEqual([]);
});

test('the lost server, the kubelet beside it and those beside the sentinels are asked, each once', async () => {
  expect(await askedBy(new Set(['10.0.0.1:6379']))).toEqual(['10.0.0.1:6379', '10.1.0.1:10250', '10.1.0.2:10250']);
});

test('who stands on the node of a lost server is doubted with it, and nobody else', () => {
  expect(doubtedAddresses([...dataPods, ...sentinelPods], new Set(['10.0.0.1:6379']))).toEqual(new Set(['10.0.0.1']));
});

import { expect, test } from 'vitest';
import { documentedYaml } from './documented-yaml.ts';

test('the namespace of the pages is replaced in names of hosts too', () => {
  const yaml = documentedYaml('docs/redis.md', 'kind: Certificate', 'mine');
  expect(yaml).toContain('metadata: { name: cart-tls, namespace: mine }');
  expect(yaml).toContain('"*.cart-redis-nodes.mine.svc.cluster.local"');
  expect(yaml).not.toContain('shop');
});

test.for(['kind: Nothing', 'spec:'])('a line that is not of exactly one block is refused: %s', (line) => {
  expect(() => documentedYaml('docs/redis.md', line, 'mine')).toThrow(/has (0|\d{1,2}) blocks of YAML/);
});

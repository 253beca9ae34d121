import { expect, test } from 'vitest';
import { redisExporterImage, resolveImage } from './default-images.ts';

test.for([
  [{ version: '8.0.2' }, 'redis:8.0.2'],
  [{ version: '8.0.2', registryPrefix: '' }, 'redis:8.0.2'],
  [{ version: '8.0.2', registryPrefix: 'registry.example/mirror' }, 'registry.example/mirror/redis:8.0.2'],
  [{ version: '8.0.2', registryPrefix: 'registry.example/mirror/' }, 'registry.example/mirror/redis:8.0.2'],
  [{ version: '8.0.2', image: 'other.example/valkey:8.1', registryPrefix: 'registry.example' }, 'other.example/valkey:8.1'],
] as const)('%j gives %s', ([choice, image]) => {
  expect(resolveImage('redis', choice)).toBe(image);
});

test('the exporter comes from the same registry', () => {
  expect(redisExporterImage()).toBe('oliver006/redis_exporter:v1.82.0');
  expect(redisExporterImage('registry.example')).toBe('registry.example/oliver006/redis_exporter:v1.82.0');
});

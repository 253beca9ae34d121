import { expect, test } from 'vitest';
import { imageList } from './image-list.ts';

test('every service has its image at its default version, and the exporter is among them', () => {
  const images = imageList('0.1.0').map(({ image }) => image);
  expect(images).toEqual(
    expect.arrayContaining([
      'dataservices/operator:0.1.0',
      expect.stringMatching(/^redis:\d+\.\d+\.\d+$/),
      expect.stringMatching(/^zookeeper:\d+\.\d+\.\d+$/),
      expect.stringMatching(/^rabbitmq:\d+\.\d+\.\d+-management$/),
      expect.stringMatching(/^oliver006\/redis_exporter:v/),
    ]),
  );
});

test('the prefix is put before those of the services, and not before the operator, which the chart names by itself', () => {
  const [operator, ...others] = imageList('0.1.0', 'registry.example.com/mirror').map(({ image }) => image);
  expect(operator).toBe('dataservices/operator:0.1.0');
  expect(others.every((image) => image.startsWith('registry.example.com/mirror/'))).toBe(true);
});

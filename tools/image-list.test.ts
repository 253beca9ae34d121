import { expect, test } from 'vitest';
import { images } from '../e2e/images/src/recipes.ts';
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

test.for(['registry.example.com/mirror', 'registry.example.com/mirror/'])(
  'the prefix %s is put before each, as they are pushed',
  (prefix) => {
    const plain = imageList('0.1.0').map(({ image }) => image);
    expect(imageList('0.1.0', prefix).map(({ image }) => image)).toEqual(plain.map((image) => `registry.example.com/mirror/${image}`));
  },
);

test('the list and what is built have the same names, so that what is pushed is what is looked for', () => {
  const built = Object.values(images).map(({ reference }) => reference);
  const version = images.operator.reference.split(':')[1] ?? '';
  expect(imageList(version).filter(({ image }) => !built.includes(image))).toEqual([]);
});

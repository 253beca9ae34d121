import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { imagesOf } from './build-images.ts';
import { containerfilesFolder } from './folders.ts';
import { clusterOperatorModule, clusterOperatorVersion, images, parents } from './recipes.ts';
import { containerfilePath } from './stage-context.ts';

const recipes = Object.entries({ ...parents, ...images });

test.for(recipes)('%s has a Containerfile that fits its recipe', ([key, recipe]) => {
  expect(recipe.name).toBe(key);
  expect(existsSync(containerfilePath(recipe))).toBe(true);
  const containerfile = readFileSync(containerfilePath(recipe), 'utf8');
  const declared = [...containerfile.matchAll(/^ARG (\w+)=/gm)].map((match) => match[1]);
  expect(declared).toEqual([...(recipe.parent ? ['BASE'] : []), ...Object.keys(recipe.buildArgs ?? {})]);
});

test.for(Object.values(images))('$name never runs as root', (recipe) => {
  expect(readFileSync(containerfilePath(recipe), 'utf8')).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
});

test('references are unique', () => {
  const references = Object.values(images).map(({ reference }) => reference);
  expect(new Set(references).size).toBe(references.length);
});

test('the program in the image is of the version that its tag says', () => {
  const pins = readFileSync(join(containerfilesFolder, 'rabbitmq-cluster-operator', 'go.mod'), 'utf8');
  expect(pins).toContain(`${clusterOperatorModule} v${clusterOperatorVersion} `);
});

test('a service needs its own images and the common ones, and no other service pays for them', () => {
  expect(imagesOf(['redis'])).toEqual(['redis', 'redis-exporter', 'operator', 'client']);
  expect(imagesOf(['rabbitmq'])).toEqual(['rabbitmq', 'operator', 'client']);
  expect(imagesOf(['kafka'])).toEqual(['kafka', 'operator', 'client']);
  expect(imagesOf(['zookeeper'])).toEqual(['zookeeper', 'operator', 'client']);
  expect(imagesOf(['observability'])).toEqual([
    'redis',
    'redis-exporter',
    'zookeeper',
    'rabbitmq',
    'kafka',
    'prometheus',
    'operator',
    'client',
  ]);
  expect(imagesOf(['docs'])).toEqual(['redis', 'redis-exporter', 'zookeeper', 'rabbitmq', 'kafka', 'operator', 'client']);
  expect(imagesOf(['autoscaler'])).toEqual(['redis', 'redis-exporter', 'prometheus', 'operator', 'client']);
});

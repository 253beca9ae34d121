import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { images, parents } from './recipes.ts';
import { containerfilePath } from './stage-context.ts';
import { asStages } from './stage-standalone.ts';

const file = (recipe: Parameters<typeof containerfilePath>[0]) => ({
  name: recipe.name,
  text: readFileSync(containerfilePath(recipe), 'utf8'),
});

test('what the operators’ image stands on is a stage of the same file, on an image that everybody can pull', () => {
  const text = asStages([file(parents['node-base']), file(images.operator)]);
  expect(text.match(/^(ARG BASE|FROM|COPY|CMD).*/gm)).toEqual([
    'ARG BASE=debian:trixie-slim',
    expect.stringMatching(/^FROM \$\{BASE\} AS node-base$/),
    'COPY --chmod=0755 node /usr/local/bin/node',
    'CMD ["node"]',
    'FROM node-base',
    'COPY main.mjs main.mjs.map /app/',
    expect.stringMatching(/^CMD \["node", .*"\/app\/main\.mjs"\]$/),
  ]);
});

test('an image that stands on Debian alone stays as it is', () => {
  const redis = file(images.redis);
  expect(asStages([redis])).toBe(redis.text);
});

import { expect, test } from 'vitest';
import { installManifestOf, withDefinitions } from './install-manifest.ts';

const rendered = '---\nkind: Deployment\n';

test('definitions become those of the schemas, and what helm has rendered stays', () => {
  const manifest = installManifestOf(rendered);
  const outdated = manifest.replace('name: redisclusters.dataservices.dev', 'name: redises.dataservices.dev').replace('Namespace', 'Room');
  expect(outdated).not.toBe(manifest);
  expect(withDefinitions(outdated)).toBe(manifest);
});

test('a manifest in which the rendered part cannot be told is not written over', () => {
  expect(() => withDefinitions(rendered)).toThrow('charts/install.yaml has lost the line');
});

import { expect, test } from 'vitest';
import { commandPlan } from './command-plan.mjs';

test.for([
  ['demo', [], 'cluster'],
  ['cluster', ['up', '--name', 'mine'], 'cluster'],
  ['cluster', ['status', '--kubeconfig', 'mine.yaml'], 'control-plane'],
  ['demo', ['--kubeconfig=mine.yaml'], 'control-plane'],
  ['bench', [], 'cluster'],
  ['bench', ['runtime', 'redis'], 'cluster'],
  ['bench', ['autoscaler', 'zookeeper'], 'cluster'],
  ['bench', ['runtime', 'kafka'], 'cluster'],
  ['bench', ['runtime', '--quick'], 'control-plane'],
  ['bench', ['autoscaler', 'runtime'], 'control-plane'],
  ['test', [], 'control-plane'],
  ['sbom', ['redis'], 'cluster'],
  ['images', ['--prefix', 'registry.example.com'], 'packages'],
  ['images', ['--stage', 'folder'], 'packages'],
  ['images', ['--push', 'registry.example.com', 'operator', 'redis'], 'images'],
  ['images', ['--push=registry.example.com', 'operator', 'redis-exporter'], 'cluster'],
  ['images', ['--push', 'registry.example.com'], 'cluster'],
  ['generate', [], 'packages'],
  ['format', [], 'packages'],
] as const)('%s %s needs: %s', ([name, args, needs]) => {
  expect(commandPlan(name, args)?.needs).toBe(needs);
});

test('passes arguments on, to a program that is named absolutely', () => {
  const plan = commandPlan('cluster', ['kill-node', '2']);
  expect(plan?.args.slice(1)).toEqual(['kill-node', '2']);
  expect(plan?.args[0]).toMatch(/^\/.*\/e2e\/cluster\/cli\.ts$/);
});

test('formats everything unless told what', () => {
  expect(commandPlan('format', [])?.args).toEqual(['check', '--write', '.']);
  expect(commandPlan('format', ['libs'])?.args).toEqual(['check', '--write', 'libs']);
});

test.for(['', 'unknown', 'toString'])('has no command "%s"', (name) => {
  expect(commandPlan(name, [])).toBeUndefined();
});

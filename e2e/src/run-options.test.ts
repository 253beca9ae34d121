import { expect, test } from 'vitest';
import { choiceAsEnvironment, choiceFromEnvironment } from './cluster-choice.ts';
import { parseRunOptions } from './run-options.ts';

test.for([
  ['nothing', [], { cluster: { name: 'e2e' }, keep: false, positionals: [] }],
  ['another name', ['--name', 'dev'], { cluster: { name: 'dev' } }],
  ['a service and options', ['redis', '--full', '--keep'], { positionals: ['redis'], keep: true, values: { full: true } }],
  [
    'a cluster that exists',
    ['--kubeconfig', 'kube.yaml', '--context', 'kind'],
    { cluster: { kubeconfigPath: 'kube.yaml', context: 'kind' } },
  ],
  [
    'a registry of that cluster',
    ['--kubeconfig', 'kube.yaml', '--registry', 'registry.example.com/team'],
    { cluster: { kubeconfigPath: 'kube.yaml', registry: 'registry.example.com/team' } },
  ],
] as const)('%s', ([, args, expected]) => {
  expect(parseRunOptions(args, 'e2e', { full: { type: 'boolean' } })).toMatchObject(expected);
});

test.for([
  ['--context needs --kubeconfig', ['--context', 'production']],
  ['--registry needs --kubeconfig', ['--registry', 'registry.example.com']],
  ['exclude each other', ['--name', 'a', '--kubeconfig', 'b']],
  ["'--ful'", ['--ful']],
] as const)('refuses: %s', ([message, args]) => {
  expect(() => parseRunOptions(args, 'e2e', { full: { type: 'boolean' } })).toThrow(message);
});

test('a choice survives the way through the environment, and KUBECONFIG is none', () => {
  const choice = { kubeconfigPath: '/tmp/a b', context: 'kind' };
  expect(choiceFromEnvironment(choiceAsEnvironment(choice))).toEqual(choice);
  expect(() => choiceFromEnvironment({ KUBECONFIG: '/root/.kube/config' })).toThrow('npm run e2e');
});

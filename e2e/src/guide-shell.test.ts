import { expect, test } from 'vitest';
import { withNamesOf } from './guide-shell.ts';

test.for([
  [
    'kubectl --namespace shop delete pod "$(kubectl --namespace shop get x)"',
    'kubectl --namespace e2e-a delete pod "$(kubectl --namespace e2e-a get x)"',
  ],
  ['image: registry.example.com/shop', 'image: redis:8.0.2'],
  ['image: registry.example.com/shop-front', 'image: registry.example.com/shop-front'],
  ['users: [{ name: shop }]', 'users: [{ name: shop }]'],
  ['kubectl logs -n dataservices-system x', 'kubectl logs -n dataservices-system x'],
] as const)('%s is run as %s', ([shown, run]) => {
  expect(withNamesOf('e2e-a', shown)).toBe(run);
});

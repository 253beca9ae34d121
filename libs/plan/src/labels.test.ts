import { expect, test } from 'vitest';
import { objectLabels, selectorLabels, selectorText } from './labels.ts';

const component = { service: 'redis', instance: 'cart', component: 'data' };

test('objects carry what selects them', () => {
  expect(objectLabels(component)).toMatchObject(selectorLabels(component));
});

test('a selector as text is sorted, so that status does not change with the order of keys', () => {
  expect(selectorText({ b: '2', a: '1' })).toBe('a=1,b=2');
});

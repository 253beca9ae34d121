import { expect, test } from 'vitest';
import { type Settling, whyUnsettled } from './await-settled.ts';

const isTrue = (type: string) => ({ type, status: 'True', reason: 'Fine', message: '' });
const settled = { observedGeneration: 2, conditions: [isTrue('Ready'), isTrue('Settled')] };

function cluster(status: object | undefined, annotations: Readonly<Record<string, string>> = {}, kind = 'RedisCluster'): Settling {
  const metadata = { name: 'cart', uid: 'u', resourceVersion: '1', generation: 2, annotations };
  return { apiVersion: 'dataservices.dev/v1alpha1', kind, metadata, ...(status && { status }) };
}

const restart = { 'dataservices.dev/restart': 'first' };
const replace = { 'dataservices.dev/replace-member': 'cart-redis-1@first' };
const request = (state: string, more: object = {}) => ({
  ...settled,
  requests: [{ name: 'restart', token: 'first', state, message: '', ...more }],
});

test.for([
  ['that says so of its generation', cluster(settled)],
  ['whose request was handled', cluster(request('Handled'), restart)],
  ['whose request was refused', cluster(request('Refused'), restart)],
  ['whose request for a member was handled', cluster(request('Handled', { name: 'replace-member', pod: 'cart-redis-1' }), replace)],
  ['that decides again and again', cluster({ observedGeneration: 2 }, {}, 'AutoScaler')],
] as const)('a resource has settled %s', ([, object]) => {
  expect(whyUnsettled(object)).toBeUndefined();
});

test.for([
  ['without a status', cluster(undefined), 'generation 2 was not looked at, undefined was'],
  ['of an earlier generation', cluster({ ...settled, observedGeneration: 1 }), 'generation 2 was not looked at, 1 was'],
  ['without conditions', cluster({ observedGeneration: 2 }), 'Ready missing'],
  [
    'that moves',
    cluster({ ...settled, conditions: [isTrue('Ready'), { type: 'Settled', status: 'False', reason: 'RollOneMember', message: 'one' }] }),
    'Settled False RollOneMember one',
  ],
  ['whose request was not seen yet', cluster(settled, restart), 'restart first has not come to an end'],
  ['whose request is being done', cluster(request('Running'), restart), 'restart first has not come to an end'],
  [
    'of which something else was handled',
    cluster(request('Handled', { token: 'zeroth' }), restart),
    'restart first has not come to an end',
  ],
  ['that never looked at an AutoScaler', cluster({}, {}, 'AutoScaler'), 'generation 2 was not looked at, undefined was'],
] as const)('a resource %s has not settled', ([, object, why]) => {
  expect(whyUnsettled(object)).toBe(why);
});

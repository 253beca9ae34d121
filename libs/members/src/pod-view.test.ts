import { describe, expect, test } from 'vitest';
import { type Node, type Pod, podView } from './pod-view.ts';

const stored = { uid: 'u', resourceVersion: '1' };
const ready = (status: 'True' | 'False' | 'Unknown') => [{ type: 'Ready', status }];
const container = (name: string, state: object) => ({ name, image: '', imageID: '', ready: true, restartCount: 0, state });

function aPod(status: Pod['status'], nodeName = 'n1', metadata = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'cart-0', ...stored, ...metadata },
    spec: { nodeName, containers: [] },
    ...(status && { status }),
  };
}

function aNode(status: 'True' | 'False' | 'Unknown'): Node {
  const labels = { 'topology.kubernetes.io/zone': 'a' };
  const addresses = [
    { type: 'Hostname', address: 'n1' },
    { type: 'InternalIP', address: '10.1.0.1' },
  ];
  const daemonEndpoints = { kubeletEndpoint: { Port: 10_250 } };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1', ...stored, labels },
    status: { conditions: ready(status), addresses, daemonEndpoints },
  };
}

test('what decisions depend on', () => {
  const labels = { 'dataservices.dev/role': 'master' };
  const annotations = { 'dataservices.dev/pod-hash': 'h' };
  const status = {
    podIP: '10.0.0.1',
    conditions: ready('True'),
    containerStatuses: [container('redis', { running: { startedAt: '2026-01-01T00:00:00Z' } })],
  };
  expect(podView(aPod(status, 'n1', { labels, annotations }), aNode('True'), 'redis')).toEqual({
    name: 'cart-0',
    uid: 'u',
    ip: '10.0.0.1',
    node: 'n1',
    zone: 'a',
    kubelet: { ip: '10.1.0.1', port: 10_250 },
    isReady: true,
    isTerminating: false,
    isNodeLost: false,
    isServerRunning: true,
    serverStartedMs: Date.UTC(2026, 0),
    roleLabel: 'master',
    podHash: 'h',
  });
});

test('a container beside the server does not make it run', () => {
  const status = { containerStatuses: [container('exporter', { running: {} }), container('redis', { waiting: {} })] };
  expect(podView(aPod(status), aNode('True'), 'redis').isServerRunning).toBe(false);
});

test('a pod that is going', () => {
  expect(podView(aPod({}, 'n1', { deletionTimestamp: '2026-01-01T00:00:00Z' }), aNode('True'), 'redis').isTerminating).toBe(true);
});

describe('isNodeLost', () => {
  test.for([
    ['a node that is ready', 'n1', aNode('True'), false],
    ['a node that says that it is not ready', 'n1', aNode('False'), true],
    ['a node that has stopped reporting', 'n1', aNode('Unknown'), true],
    ['a node that is gone', 'n1', undefined, true],
  ] as const)('%s', ([, name, node, expected]) => {
    expect(podView(aPod({}, name), node, 'redis').isNodeLost).toBe(expected);
  });

  test('a pod that has no node yet has not lost it', () => {
    const { spec: _, ...unscheduled } = aPod({});
    expect(podView(unscheduled, undefined, 'redis').isNodeLost).toBe(false);
  });
});

describe('problem', () => {
  const unscheduled = { type: 'PodScheduled', status: 'False', message: '0/3 nodes' };
  const backOff = { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } };
  test.for([
    ['none', {}, undefined],
    ['not scheduled', { conditions: [unscheduled] }, 'not scheduled: 0/3 nodes'],
    ['a container in trouble', { containerStatuses: [container('redis', backOff)] }, 'ImagePullBackOff: no such image'],
    ['a container that starts first', { initContainerStatuses: [container('init', backOff)] }, 'ImagePullBackOff: no such image'],
    [
      'a container that said why it ended, and is tried again',
      {
        containerStatuses: [
          {
            ...container('redis', { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' } }),
            lastState: { terminated: { exitCode: 1, message: 'this volume holds the data of another\n' } },
          },
        ],
      },
      'CrashLoopBackOff: this volume holds the data of another',
    ],
    ['what passes by itself', { containerStatuses: [container('redis', { waiting: { reason: 'ContainerCreating' } })] }, undefined],
  ] as const)('%s', ([, status, expected]) => {
    expect(podView(aPod(status as unknown as NonNullable<Pod['status']>), aNode('True'), 'redis').problem).toBe(expected);
  });

  test('a long one is cut', () => {
    const waiting = { reason: 'CreateContainerError', message: 'x'.repeat(5000) };
    expect(podView(aPod({ containerStatuses: [container('redis', { waiting })] }), undefined, 'redis').problem?.length).toBeLessThan(400);
  });
});

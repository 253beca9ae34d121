import { annotationKeys } from '@dataservices/plan';
import { type CrashModel, crashAnywhere, crashBetweenActions, type ModelRun, runModel } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { settle } from '../testing/settle-world.ts';
import { apply, nothing, observe, pass, perform, type World, type WorldAction } from '../testing/world.ts';
import { ordinalIn } from '../testing/world-changes.ts';
import { brokenPromise, type Guarantee, isAsWanted } from '../testing/world-promises.ts';

function model(start: World, guarantee: Guarantee = 'majority'): CrashModel<World, Observed, WorldAction> {
  return {
    start: () => start,
    observe,
    plan: pass,
    perform,
    apply,
    settle,
    isDone: isAsWanted,
    invariant: (world) => brokenPromise(world, guarantee),
    fingerprint: ({ cluster, pods, volumes, status }) => ({
      nodes: cluster.nodes,
      queues: cluster.queues.map(({ name, members }) => `${name} ${members.length}`),
      pods: pods.map(({ name, podHash }) => `${name} ${podHash}`).sort(),
      volumes: volumes.map(({ ordinal, isRetired, state }) => `${ordinal} ${isRetired} ${state}`).sort(),
      requests: status.requests?.map(({ name, state }) => `${name} ${state}`),
    }),
  };
}

const sized = (replicas: number, world: World = nothing): World => ({ ...world, spec: { ...world.spec, replicas } });

function endOf(start: World, guarantee?: Guarantee): World {
  return runModel(model(start, guarantee)).world;
}

function crash(start: World, guarantee?: Guarantee): ModelRun<World> {
  return crashBetweenActions(model(start, guarantee));
}

describe('with the operator killed before and after every act', { timeout: 120_000 }, () => {
  test.for([1, 2, 3, 5])('a cluster of %i is founded once, and its queues get their members', (replicas) => {
    // While a second node joins, one is no majority of two.
    const { world } = crash(sized(replicas), 'nothing');
    expect(world.cluster.nodes).toEqual(Array.from({ length: replicas }, (_, ordinal) => ordinal));
    expect(world.cluster.foundings).toBe(1);
    expect(world.cluster.queues.map(({ members }) => members.length)).toEqual([Math.min(3, replicas), Math.min(3, replicas)]);
  });

  test.for([
    [3, 5],
    [5, 3],
    [3, 1],
    [2, 1],
  ] as const)('from %i to %i with a majority all the time, and no pod restarts for it', ([from, to]) => {
    const start = sized(to, endOf(sized(from), 'nothing'));
    const { world } = crash(start);
    expect(world.cluster.nodes.length).toBe(to);
    const [before, now] = [start, world].map(({ pods }) =>
      pods.filter(({ name }) => ordinalIn(name) < Math.min(from, to)).map(({ uid }) => uid),
    );
    expect(now).toEqual(before);
  });

  test('nodes that join get their share of members, and no queue keeps one too many', () => {
    const { world } = crash(sized(5, endOf(sized(3), 'nothing')));
    const members = world.cluster.queues.flatMap((queue) => queue.members);
    expect(members.length).toBe(6);
    expect([0, 1, 2, 3, 4].map((one) => members.filter((at) => at === one).length).every((count) => count >= 1)).toBe(true);
  });

  test('whenScaled: Delete deletes the volumes of those who left, and no others', () => {
    const start = endOf({ ...sized(5), spec: { replicas: 5, storage: { whenScaled: 'Delete' } } }, 'nothing');
    const { world } = crash(sized(3, start));
    expect(world.volumes.map(({ ordinal }) => ordinal).sort()).toEqual([0, 1, 2]);
  });

  test('3 to 5 to 3 to 5 with volumes kept: who returns sets aside what it held', () => {
    const first = endOf(sized(5), 'nothing');
    const { world } = crash(sized(5, endOf(sized(3, first))));
    expect(world.volumes.map(({ obeyedMark }) => obeyedMark !== '-')).toEqual([false, false, false, true, true]);
    expect(world.volumes.some(({ isRetired }) => isRetired)).toBe(false);
  });

  test.for([3, 1, 5] as const)('stopped at 0, and back at %i', (replicas) => {
    const stopped = endOf(sized(0, endOf(sized(3), 'nothing')), 'nothing');
    expect(stopped.pods).toEqual([]);
    const { world } = crash(sized(replicas, stopped), 'nothing');
    expect(world.cluster.foundings).toBe(1);
    expect(world.pods.length).toBe(replicas);
  });

  test('a changed setting restarts every node once, with a majority all the time', () => {
    const start = endOf(sized(3), 'nothing');
    const { world } = crash({ ...start, spec: { ...start.spec, config: { channel_max: 1000 } } });
    expect(world.made - start.made).toBe(3);
  });

  test('a node is replaced with its volume, once', () => {
    const start = endOf(sized(3), 'nothing');
    const { world } = crash({ ...start, annotations: { [annotationKeys.replaceMember]: 'cart-rabbitmq-0@one' } });
    const [old, fresh] = [start, world].map(({ volumes }) => volumes.find(({ ordinal }) => ordinal === 0)?.uid);
    expect(fresh).not.toBe(old);
    expect(world.cluster).toMatchObject({ nodes: [0, 1, 2], foundings: 1 });
  });

  test('the first volume is lost: its node joins again, and nobody founds anything', () => {
    const formed = endOf(sized(3), 'nothing');
    const lost = {
      ...formed,
      pods: formed.pods.filter(({ name }) => ordinalIn(name) > 0),
      volumes: formed.volumes.filter(({ ordinal }) => ordinal > 0),
    };
    expect(crash(lost).world.cluster.foundings).toBe(1);
  });

  test('the object is deleted, and created again on the volumes that were kept, the first of them missing', () => {
    const { volumes, cluster, made } = endOf(sized(3), 'nothing');
    const { world } = crash({ ...nothing, volumes: volumes.filter(({ ordinal }) => ordinal > 0), cluster, made }, 'nothing');
    expect(world.cluster).toMatchObject({ foundings: 1, nodes: [0, 1, 2] });
    expect(world.status.formation?.origin).toBe('Adopted');
  });
});

describe('with the operator killed several times', { timeout: 120_000 }, () => {
  test('a cluster is founded once', () => {
    crashAnywhere(model(sized(3), 'nothing'), { numRuns: 20 });
  });

  test('nodes leave', () => {
    crashAnywhere(model(sized(3, endOf(sized(5), 'nothing'))), { numRuns: 20 });
  });
});

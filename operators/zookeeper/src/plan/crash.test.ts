import { annotationKeys } from '@dataservices/plan';
import { type CrashModel, crashAnywhere, crashBetweenActions, type ModelRun, runModel } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { votersIn } from '../testing/simulated-ensemble.ts';
import { apply, nothing, observe, ordinalIn, pass, perform, runningIn, settle, type World, type WorldAction } from '../testing/world.ts';
import { brokenPromise, type Guarantee, isAsWanted } from '../testing/world-promises.ts';

function model(start: World, guarantee: Guarantee = 'quorum'): CrashModel<World, Observed, WorldAction> {
  return {
    start: () => start,
    observe,
    plan: pass,
    perform,
    apply,
    settle,
    isDone: isAsWanted,
    invariant: (world) => brokenPromise(world, guarantee),
    fingerprint: ({ ensemble, pods, volumes, status }) => ({
      members: ensemble.members,
      pods: pods.map(({ name, podHash }) => `${name} ${podHash}`).sort(),
      volumes: volumes.map(({ ordinal, isRetired, holdsData }) => `${ordinal} ${isRetired} ${holdsData}`).sort(),
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

function memberText({ ensemble }: World): string {
  const observers = ensemble.members.filter(({ role }) => role === 'observer').map(({ id }) => id);
  return `${votersIn(ensemble).join('')}+${observers.join('')}`;
}

describe('with the operator killed before and after every act', { timeout: 60_000 }, () => {
  test.for([
    [1, '1+'],
    [2, '1+2'],
    [3, '123+'],
    [4, '123+4'],
    [7, '12345+67'],
  ] as const)('an ensemble of %i is founded once', ([replicas, expected]) => {
    const { world } = crash(sized(replicas));
    expect(memberText(world)).toBe(expected);
    expect(world.ensemble.foundings).toBe(1);
  });

  test.for([
    [1, 3, '123+'],
    [3, 5, '12345+'],
    [5, 3, '123+'],
    [5, 2, '1+2'],
    [3, 1, '1+'],
    [4, 6, '12345+6'],
  ] as const)('from %i to %i, and no pod restarts for it', ([from, to, expected]) => {
    const start = sized(to, endOf(sized(from)));
    const { world } = crash(start);
    expect(memberText(world)).toBe(expected);
    const [before, now] = [start, world].map(({ pods }) =>
      pods.filter(({ name }) => ordinalIn(name) < Math.min(from, to)).map(({ uid }) => uid),
    );
    expect(now).toEqual(before);
  });

  test('whenScaled: Delete deletes the volumes of those who left, and no others', () => {
    const start = endOf({ ...sized(5), spec: { replicas: 5, storage: { whenScaled: 'Delete' } } });
    const { world } = crash(sized(3, start));
    expect(world.volumes.map(({ ordinal }) => ordinal).sort()).toEqual([0, 1, 2]);
  });

  test('3 to 5 to 3 to 5 with volumes kept: who returns sets aside what it held', () => {
    const first = endOf(sized(5));
    const { world } = crash(sized(5, endOf(sized(3, first))));
    expect(memberText(world)).toBe('12345+');
    expect(world.volumes.map(({ obeyedMark }) => obeyedMark !== undefined && obeyedMark !== '-')).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
    expect(world.volumes.some(({ isRetired }) => isRetired)).toBe(false);
  });

  test.for([3, 1, 5] as const)('stopped at 0, and back at %i', (replicas) => {
    const stopped = endOf(sized(0, endOf(sized(3))), 'nothing');
    expect(stopped.pods).toEqual([]);
    const { world } = crash(sized(replicas, stopped), 'nothing');
    expect(world.ensemble.foundings).toBe(1);
    expect(world.pods.length).toBe(replicas);
  });

  test('a changed setting restarts every member once, whoever leads last, and a majority serves all the time', () => {
    const start = endOf(sized(3));
    const { world } = crash({ ...start, spec: { ...start.spec, config: { snapCount: 50_000 } } });
    expect(world.made - start.made).toBe(3);
    const deleted = runModel(model({ ...start, spec: { ...start.spec, config: { snapCount: 50_000 } } })).trace.filter((line) =>
      line.includes('delete-pod'),
    );
    expect(deleted.map((line) => /cart-zookeeper-\d/.exec(line)?.[0])).toEqual([
      'cart-zookeeper-1',
      'cart-zookeeper-0',
      'cart-zookeeper-2',
    ]);
  });

  test('a member is replaced with its volume, once', () => {
    const start = endOf(sized(3));
    const { world } = crash({ ...start, annotations: { [annotationKeys.replaceMember]: 'cart-zookeeper-1@one' } });
    const [old, fresh] = [start, world].map(({ volumes }) => volumes.find(({ ordinal }) => ordinal === 1)?.uid);
    expect(fresh).not.toBe(old);
    expect(memberText(world)).toBe('123+');
    expect(world.made - start.made).toBe(1);
  });

  describe('where transaction logs have volumes of their own', () => {
    const start = endOf({ ...sized(3), spec: { replicas: 3, logStorage: {} } });
    const logUid = ({ logs }: World, at: number) => logs.find(({ ordinal }) => ordinal === at)?.uid;

    test('a member is replaced with both of its volumes, once', () => {
      const { world } = crash({ ...start, annotations: { [annotationKeys.replaceMember]: 'cart-zookeeper-1@one' } });
      expect(logUid(world, 1)).not.toBe(logUid(start, 1));
      expect(world.volumes.find(({ ordinal }) => ordinal === 1)?.logUid).toBe(logUid(world, 1));
      expect(memberText(world)).toBe('123+');
      expect(world.made - start.made).toBe(1);
    });

    test('a log is lost: its member has no vote until it has copied anew, and nobody founds anything', () => {
      const lost = {
        ...start,
        pods: start.pods.filter(({ name }) => ordinalIn(name) !== 1),
        logs: start.logs.filter(({ ordinal }) => ordinal !== 1),
      };
      expect(runningIn(settle(settle(settle(settle(lost)))))).toEqual([1, 3]);
      const { world } = crash(lost);
      expect(world.ensemble).toMatchObject({ foundings: 1, members: start.ensemble.members });
      expect(runningIn(world)).toEqual([1, 2, 3]);
    });

    test('whenScaled: Delete deletes both volumes of those who left, and no others', () => {
      const grown = endOf({ ...sized(5), spec: { replicas: 5, logStorage: {}, storage: { whenScaled: 'Delete' } } });
      const { world } = crash(sized(3, grown));
      const left = [world.volumes, world.logs].map((all) => all.map(({ ordinal }) => ordinal).sort());
      expect(left).toEqual([
        [0, 1, 2],
        [0, 1, 2],
      ]);
    });
  });

  test('the first volume is lost: its member joins again, and nobody founds anything', () => {
    const formed = endOf(sized(3));
    const lost = {
      ...formed,
      pods: formed.pods.filter(({ name }) => ordinalIn(name) > 0),
      volumes: formed.volumes.filter(({ ordinal }) => ordinal > 0),
    };
    expect(crash(lost).world.ensemble.foundings).toBe(1);
  });

  const withoutFirstTwo = (world: World): World => ({
    ...world,
    pods: world.pods.filter(({ name }) => ordinalIn(name) > 1),
    volumes: world.volumes.filter(({ ordinal }) => ordinal > 1),
  });

  test('most volumes are lost: nobody founds anything over the one that is left', () => {
    const lost = withoutFirstTwo(endOf(sized(3)));
    let world = lost;
    for (let tick = 0; tick < 20; tick += 1) {
      const { applies, step } = pass(observe(world));
      world = settle((step?.actions ?? []).reduce(perform, apply(world, applies)));
    }
    expect(world.ensemble).toEqual(lost.ensemble);
    expect(world.pods.map(({ order }) => order).filter((order) => order?.startsWith('found'))).toEqual([]);
  });

  test('a person makes the one that is left the only member: the others join it, and have its data', () => {
    const lost = withoutFirstTwo(endOf(sized(3)));
    const [, , last] = lost.ensemble.members;
    if (last === undefined) throw new Error('there is no third member');
    const alone = { ...lost.ensemble, version: lost.ensemble.zxid + 1, zxid: lost.ensemble.zxid + 1, members: [last] };
    const { world } = crash({ ...lost, ensemble: alone }, 'nothing');
    expect(memberText(world)).toBe('123+');
    expect(world.ensemble.foundings).toBe(1);
  });

  test('the object is deleted, and created again on the volumes that were kept', () => {
    const { volumes, ensemble, made } = endOf(sized(3));
    const { world } = crash({ ...nothing, volumes, ensemble, made }, 'nothing');
    expect(world.ensemble).toMatchObject({ foundings: 1, members: ensemble.members });
    expect(world.status.ensemble?.origin).toBe('Adopted');
  });

  test('the same with the first volume missing: the others are a majority, and it joins them', () => {
    const { volumes, ensemble, made } = endOf(sized(3));
    const { world } = crash({ ...nothing, volumes: volumes.filter(({ ordinal }) => ordinal > 0), ensemble, made }, 'nothing');
    expect(world.ensemble).toMatchObject({ foundings: 1, members: ensemble.members });
  });
});

describe('with the operator killed several times', { timeout: 60_000 }, () => {
  test('an ensemble is founded once', () => {
    crashAnywhere(model(sized(3)), { numRuns: 20 });
  });

  test('members leave', () => {
    crashAnywhere(model(sized(2, endOf(sized(5)))), { numRuns: 20 });
  });
});

import { annotationKeys } from '@dataservices/plan';
import { type CrashModel, crashAnywhere, crashBetweenActions, type ModelRun, runModel } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { settle } from '../testing/settle-world.ts';
import { nothing, observe, pass, type World, type WorldAction } from '../testing/world.ts';
import { apply, perform } from '../testing/world-actions.ts';
import { brokenPromise, type Guarantee, isAsWanted } from '../testing/world-promises.ts';

function model(start: World, guarantee: Guarantee): CrashModel<World, Observed, WorldAction> {
  return {
    start: () => start,
    observe,
    plan: pass,
    perform,
    apply,
    settle,
    isDone: isAsWanted,
    invariant: (world) => brokenPromise(world, guarantee),
    fingerprint: ({ kafka, pods, volumes, status, users }) => ({
      users: users.toSorted(),
      voters: kafka?.voters.map(({ id }) => id).sort(),
      brokers: kafka?.brokers.map(({ id, configs }) => `${id} ${Object.keys(configs).join(' ')}`),
      load: kafka?.brokers.map(({ id }) => kafka.partitions.filter(({ replicas }) => replicas.includes(id)).length),
      settings: kafka?.clusterConfigs,
      pods: pods.map(({ name, podHash }) => `${name} ${podHash}`).sort(),
      volumes: volumes.map(({ name, isRetired }) => `${name} ${isRetired}`).sort(),
      requests: status.requests?.map(({ name, state }) => `${name} ${state}`),
    }),
  };
}

type Spec = World['spec'];

const asked = (spec: Spec, world: World = nothing): World => ({ ...world, spec: { ...world.spec, ...spec } });

function endOf(start: World): World {
  return runModel(model(start, 'nothing')).world;
}

function crash(start: World, guarantee: Guarantee): ModelRun<World> {
  return crashBetweenActions(model(start, guarantee));
}

const loadOf = ({ kafka }: World) =>
  kafka?.brokers.map(({ id }) => kafka.partitions.filter(({ replicas }) => replicas.includes(id)).length);
const podsOf = ({ pods }: World) => pods.map(({ name, uid }) => `${name} ${uid}`).sort();

describe('with the operator killed before and after every act', { timeout: 120_000 }, () => {
  test.for([
    [1, 1],
    [3, 3],
    [5, 5],
  ] as const)('%i brokers and %i controllers are founded once', ([replicas, controllers]) => {
    const { world } = crash(asked({ replicas, controllers: { replicas: controllers } }), 'nothing');
    expect(world.kafka?.voters.length).toBe(controllers);
    expect(world.status.kraft).toMatchObject({ origin: 'Founded', formed: true });
  });

  test('3 to 4 to 3: the fourth gets its share and gives it back, everything takes writes, and no other pod restarts', () => {
    const three = endOf(asked({ replicas: 3 }));
    const { world: four } = crash(asked({ replicas: 4 }, three), 'writes');
    expect(loadOf(four)).toEqual([9, 9, 9, 9]);
    const { world: again } = crash(asked({ replicas: 3 }, four), 'writes');
    expect(loadOf(again)).toEqual([12, 12, 12]);
    expect(podsOf(again)).toEqual(podsOf(three));
  });

  test('whenScaled: Delete deletes the volumes of those who left, and no others', () => {
    const start = endOf(asked({ replicas: 4, storage: { whenScaled: 'Delete' } }));
    const { world } = crash(asked({ replicas: 3 }, start), 'writes');
    expect(world.volumes.filter(({ role }) => role === 'broker').map(({ ordinal }) => ordinal)).toEqual([0, 1, 2]);
  });

  test('controllers 3 to 5 to 3, with a majority all the time', () => {
    const start = endOf(asked({ replicas: 3 }));
    const { world: five } = crash(asked({ controllers: { replicas: 5 } }, start), 'writes');
    expect(five.kafka?.voters.length).toBe(5);
    const { world } = crash(asked({ controllers: { replicas: 3 } }, five), 'writes');
    expect(world.kafka?.voters.map(({ id }) => id).sort()).toEqual([1000, 1001, 1002]);
  });

  test.for([3, 1, 4] as const)('stopped at 0, and back at %i', (replicas) => {
    const stopped = endOf(asked({ replicas: 0 }, endOf(asked({ replicas: 3 }))));
    expect(stopped.pods).toEqual([]);
    // Topics with three replicas need three brokers: fewer are not run.
    const back = asked({ replicas: Math.max(3, replicas) }, stopped);
    const { world } = crash(back, 'nothing');
    expect(world.kafka?.voters.length).toBe(3);
    expect(world.kafka?.partitions.every(({ isr }) => isr.length === 3)).toBe(true);
  });

  test('a changed setting that needs a restart restarts every pod once, and everything takes writes', () => {
    const start = endOf(asked({ replicas: 3 }));
    const { world } = crash(asked({ config: { 'num.partitions': 6 } }, start), 'writes');
    expect(world.made - start.made).toBe(6);
  });

  test('a changed setting that needs none restarts nobody, and is taken back with the spec', () => {
    const start = endOf(asked({ replicas: 3 }));
    const { world } = crash(asked({ config: { 'log.retention.ms': 1000 } }, start), 'writes');
    expect(world.kafka?.clusterConfigs).toEqual({ 'log.retention.ms': '1000', 'min.insync.replicas': '2' });
    const { world: back } = crash(asked({ config: {} }, world), 'writes');
    expect(back.kafka?.clusterConfigs).toEqual({ 'min.insync.replicas': '2' });
    expect(podsOf(back)).toEqual(podsOf(start));
  });

  test('users come and go, and none is forgotten', () => {
    const start = endOf(asked({ replicas: 3, users: [{ name: 'old' }, { name: 'kept' }] }));
    const { world } = crash(asked({ users: [{ name: 'kept' }, { name: 'new' }] }, start), 'writes');
    expect(world.users.toSorted()).toEqual(['kept', 'new']);
    expect(podsOf(world)).toEqual(podsOf(start));
  });

  test.for(['cart-kafka-1', 'cart-kafka-controller-0'])('%s is replaced with its volume, once', (name) => {
    const start = endOf(asked({ replicas: 3 }));
    const { world } = crash({ ...start, annotations: { [annotationKeys.replaceMember]: `${name}@one` } }, 'writes');
    const [old, fresh] = [start, world].map(({ volumes }) => volumes.find((volume) => volume.name === `data-${name}`)?.uid);
    expect(fresh).not.toBe(old);
    expect(world.kafka?.voters.length).toBe(3);
  });

  test('moves with a limit leave none behind', () => {
    const start = endOf(asked({ replicas: 3, rebalance: { throttleBytesPerSecond: 1024 } }));
    const { world } = crash(asked({ replicas: 4 }, start), 'writes');
    expect(world.kafka?.brokers.map(({ configs }) => configs)).toEqual([{}, {}, {}, {}]);
    expect(world.kafka?.topicConfigs).toEqual({ orders: {}, __consumer_offsets: {} });
  });

  test('the object is deleted, and created again on the volumes that were kept, one of them missing', () => {
    const { volumes, kafka, directories, made } = endOf(asked({ replicas: 3 }));
    const kept = volumes.filter(({ name }) => name !== 'data-cart-kafka-controller-0');
    const { world } = crash({ ...nothing, volumes: kept, kafka, directories, made }, 'nothing');
    expect(world.status.kraft?.origin).toBe('Adopted');
    expect(world.kafka?.voters.length).toBe(3);
  });
});

describe('with the operator killed several times', { timeout: 120_000 }, () => {
  test('a cluster is founded once', () => {
    crashAnywhere(model(asked({ replicas: 3 }), 'nothing'), { numRuns: 20 });
  });

  test('brokers leave', () => {
    crashAnywhere(model(asked({ replicas: 3 }, endOf(asked({ replicas: 5 }))), 'writes'), { numRuns: 10 });
  });
});

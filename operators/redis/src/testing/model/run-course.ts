import type { AnyCourse } from './any-course.ts';
import { writesOf } from './data-set.ts';
import { bend } from './quirk.ts';
import { type RunEnd, type RunHooks, runWorld } from './run-world.ts';
import { isMaster, isServing } from './service.ts';
import { createWorld, type World } from './world.ts';
import { missingAt } from './writer.ts';

export type CourseEnd = RunEnd & {
  readonly world: World;
  /** Acknowledged writes that the master lacks in the end. */
  readonly lost: readonly number[];
  /** Those of them that every member had before anything befell them. */
  readonly lostOfOld: readonly number[];
};

/** Runs courses. Clusters to begin with are formed once, by the operator, and then copied. */
export function createCourseRunner(hooks: RunHooks): (course: AnyCourse) => Promise<CourseEnd> {
  const formed = new Map<string, World>();

  async function begin({ replicas, whenScaled, isNew }: AnyCourse): Promise<World> {
    const spec = { replicas, storage: { whenScaled } };
    if (isNew) return createWorld(spec);
    const key = `${replicas} ${whenScaled}`;
    const world = formed.get(key) ?? createWorld(spec);
    if (!formed.has(key)) await runWorld(world, { events: [], crashes: [] }, { ...hooks, quietMs: 5_000 });
    formed.set(key, world);
    return structuredClone(world);
  }

  return async (course) => {
    const world = await begin(course);
    const old = heldByAll(world);
    for (const quirk of course.quirks) bend(world, quirk);
    const end = await runWorld(world, course, hooks);
    const master = [...world.service.servers.values()].find(isMaster);
    const lost = master === undefined ? [] : missingAt(master, world.writer);
    return { ...end, world, lost, lostOfOld: lost.filter((write) => old.every((held) => held.has(write))) };
  };
}

function heldByAll({ service }: World): readonly ReadonlySet<number>[] {
  return [...service.servers.values()].filter(isServing).map(({ state }) => writesOf(state.data));
}

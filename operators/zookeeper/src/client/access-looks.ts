import type { AclEntry } from '../access.ts';

export type AccessView = ReadonlyMap<string, readonly AclEntry[]>;

/** What was seen of the access control lists of each ensemble, for a while. */
export type AccessLooks = {
  /** What was seen of these paths lately, or is now. @param ensemble whatever tells it from the others */
  see(ensemble: string, paths: readonly string[], look: () => Promise<AccessView>): Promise<AccessView>;
  /** It is going to change. */
  forget(ensemble: string): void;
};

const freshMs = 30_000;

export function createAccessLooks(now: () => number = () => performance.now()): AccessLooks {
  const seen = new Map<string, { readonly paths: string; readonly atMs: number; readonly view: AccessView }>();

  async function see(ensemble: string, paths: readonly string[], look: () => Promise<AccessView>): Promise<AccessView> {
    const asked = paths.join(' ');
    const last = seen.get(ensemble);
    if (last?.paths === asked && now() - last.atMs < freshMs) return last.view;
    for (const [other, { atMs }] of seen) if (now() - atMs >= freshMs) seen.delete(other);
    const view = await look();
    seen.set(ensemble, { paths: asked, atMs: now(), view });
    return view;
  }

  return { see, forget: (ensemble) => void seen.delete(ensemble) };
}

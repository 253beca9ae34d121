/** A point of a line; null is a gap. */
export type Point = { readonly x: number; readonly y: number | null };

/** How large a unit of each axis is in a picture, in pixels. */
export type Pixels = { readonly x: number; readonly y: number };

const tolerance = 0.4;

/**
 * The points without which a line would look the same: those left out are less than half a pixel away from it. Of a flat line, its ends
 * are left (Ramer, Douglas and Peucker).
 */
export function thin(points: readonly Point[], pixels: Pixels): readonly Point[] {
  return runsOf(points).flatMap((run, index): readonly Point[] => {
    const kept = thinRun(run, pixels);
    const [first] = kept;
    // One gap, however long it was.
    return index === 0 || first === undefined ? kept : [{ x: first.x, y: null }, ...kept];
  });
}

type Place = { readonly x: number; readonly y: number };

function runsOf(points: readonly Point[]): readonly (readonly Place[])[] {
  const runs: Place[][] = [];
  let isInRun = false;
  for (const { x, y } of points) {
    if (y !== null && isInRun) runs.at(-1)?.push({ x, y });
    if (y !== null && !isInRun) runs.push([{ x, y }]);
    isInRun = y !== null;
  }
  return runs;
}

function thinRun(run: readonly Place[], pixels: Pixels): readonly Place[] {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined || run.length < 3) return run;
  const distances = run.map((place) => distance(place, first, last, pixels));
  const farthest = Math.max(...distances);
  if (farthest < tolerance) return [first, last];
  const index = distances.indexOf(farthest);
  return [...thinRun(run.slice(0, index + 1), pixels), ...thinRun(run.slice(index), pixels).slice(1)];
}

/** In pixels, of a place from the line through two others. */
function distance(place: Place, from: Place, to: Place, pixels: Pixels): number {
  const [dx, dy] = [(to.x - from.x) * pixels.x, (to.y - from.y) * pixels.y];
  const [px, py] = [(place.x - from.x) * pixels.x, (place.y - from.y) * pixels.y];
  return Math.abs(dx * py - dy * px) / Math.hypot(dx, dy);
}

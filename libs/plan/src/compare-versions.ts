/** Orders versions of up to three numbers: negative where `a` is the earlier one. A part that is missing, or no number, counts as 0. */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [partsOf(a), partsOf(b)];
  return first.map((part, at) => part - (second[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function partsOf(version: string): readonly number[] {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return [0, 1, 2].map((at) => parts[at] ?? 0);
}

/**
 * Orders two resourceVersions of one kind: below 0 where `a` is older. They are decimal numbers of any length
 * (guaranteed comparable since Kubernetes 1.35), so they are compared as such and never parsed into a double.
 */
export function compareResourceVersions(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The smallest number of voters that is more than half of `members`. */
export function majority(members: number): number {
  return Math.floor(members / 2) + 1;
}

/** The value named by more than half of `voters`, counting absent answers as votes for nobody. */
export function majorityValue(votes: readonly string[], voters: number): string | undefined {
  const counts = new Map<string, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  for (const [value, count] of counts) if (count >= majority(voters)) return value;
  return undefined;
}

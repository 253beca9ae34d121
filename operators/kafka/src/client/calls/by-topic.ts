/** Kafka wants what concerns partitions grouped by their topics. */
export function byTopic<P extends { readonly topic: string }>(
  parts: readonly P[],
): { readonly topic: string; readonly parts: readonly P[] }[] {
  return [...Map.groupBy(parts, ({ topic }) => topic)].map(([topic, ofTopic]) => ({ topic, parts: ofTopic }));
}

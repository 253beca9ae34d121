/** The path of a Go that can build the cluster's programs: the machine's own where it is new enough, else one that is fetched. */
export function ensureGo(): Promise<string>;

/** Who takes a secret. Secrets are named by digests of theirs, all through: what they are has no place in a plan. */
export type SecretServer = {
  readonly name: string;
  /** What it takes now. 'Stopped' only where that is certain; 'Unknown' where it cannot be asked and may well serve others. */
  readonly accepts: readonly string[] | 'Stopped' | 'Unknown';
  /** What it will take after it has started again, from the files or the configuration that it then reads. */
  readonly acceptsAtStart: readonly string[];
};

/** Who presents a secret to the servers: a replication link, an exporter, a sentinel, the operator, applications by their binding. */
export type SecretPresenter = {
  readonly name: string;
  /** What it is set to present, now and when it restarts; undefined where that is not known. */
  readonly presents: readonly string[] | undefined;
  /** What it may go on to present for a while, as applications do that have not looked at their binding again. */
  readonly lingering?: readonly string[];
};

export type RotationInput = {
  /** Digest of the secret that is to be used. */
  readonly wanted: string;
  readonly servers: readonly SecretServer[];
  readonly presenters: readonly SecretPresenter[];
};

/** Each is idempotent. */
export type RotationAction =
  /** Have the server take this secret too: after a restart, and now where it can be asked. */
  | { readonly kind: 'accept-secret'; readonly server: string; readonly secret: string }
  /** Have the presenter present this secret and no other, now and after a restart. */
  | { readonly kind: 'present-secret'; readonly presenter: string; readonly secret: string }
  /** Have the server take this secret no longer: after a restart, and now where it can be asked. */
  | { readonly kind: 'refuse-secret'; readonly server: string; readonly secret: string };

export type Rotation = {
  readonly phase: 'Adding' | 'Switching' | 'Removing' | 'Settled';
  /** Any part of them may be lost: what is left is derived again. */
  readonly actions: readonly RotationAction[];
  /** Who is waited for: servers that do not take the new secret for certain, or presenters that may present an old one. */
  readonly waitsFor: readonly string[];
};

/**
 * The next step to a secret that everybody uses and no other works, in three phases: every server takes the new one beside the old;
 * then everybody presents the new one; then the old one is taken away. The phase is seen from what servers take and presenters
 * present, so a second rotation during the first, one that is taken back, and a crash anywhere are nothing special.
 *
 * Needs servers that take several secrets at once; a service with one password for each user rotates between two users.
 *
 * Prevents: anybody being refused at any time, also by a server that comes back late or that only the operator cannot reach; and an
 * old secret that works for ever.
 */
export function rotateSecret({ wanted, servers, presenters }: RotationInput): Rotation {
  const lacking = servers.filter((server) => lacks(server, wanted)).map(({ name }) => name);
  if (lacking.length > 0) {
    const actions = lacking.map((server) => ({ kind: 'accept-secret' as const, server, secret: wanted }));
    return { phase: 'Adding', actions, waitsFor: lacking };
  }
  const toSwitch = presenters.filter(({ presents }) => presents === undefined || presents.some((secret) => secret !== wanted));
  const unsure = servers.filter(({ accepts }) => accepts === 'Unknown').map(({ name }) => name);
  if (toSwitch.length > 0 && unsure.length > 0) return { phase: 'Adding', actions: [], waitsFor: unsure };
  const lingering = presenters.filter((presenter) => presenter.lingering?.some((secret) => secret !== wanted));
  const waitsFor = [...new Set([...toSwitch, ...lingering].map(({ name }) => name))];
  if (waitsFor.length > 0) {
    const actions = toSwitch.map(({ name }) => ({ kind: 'present-secret' as const, presenter: name, secret: wanted }));
    return { phase: 'Switching', actions, waitsFor };
  }
  const actions = servers.flatMap((server) => refusals(server, wanted));
  return { phase: actions.length > 0 ? 'Removing' : 'Settled', actions, waitsFor: [] };
}

function lacks({ accepts, acceptsAtStart }: SecretServer, secret: string): boolean {
  return !acceptsAtStart.includes(secret) || (typeof accepts !== 'string' && !accepts.includes(secret));
}

function refusals({ name, accepts, acceptsAtStart }: SecretServer, wanted: string): readonly RotationAction[] {
  const known = new Set([...(typeof accepts === 'string' ? [] : accepts), ...acceptsAtStart]);
  return [...known].filter((secret) => secret !== wanted).map((secret) => ({ kind: 'refuse-secret', server: name, secret }));
}

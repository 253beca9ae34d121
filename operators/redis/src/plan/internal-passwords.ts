import { type Rotation, rotateSecret, type SecretPresenter } from '@dataservices/members';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';
import { internalUsers } from '../resources/internal-secret.ts';
import { markOf } from './password-mark.ts';
import { digestsAtStart, serversOf } from './password-servers.ts';

/** Stands for any password that is not the wanted one. */
const another = 'another';

/** How far the password of one of the operator's own users has come everywhere. Undefined where it is not known. */
export function internalRotation(observed: Observed, user: string): Rotation | undefined {
  const wanted = wantedDigest(observed, user);
  if (wanted === undefined) return undefined;
  return rotateSecret({ wanted, servers: serversOf(observed, user), presenters: presentersOf(observed, user) });
}

/** The same of all of them. */
export function internalRotations(observed: Observed): readonly Rotation[] {
  return internalUsers.flatMap((user) => internalRotation(observed, user) ?? []);
}

/** The passwords that such a user may log in with now. */
export function acceptedInternally(observed: Observed, user: string): readonly string[] {
  const { current, previous } = observed.secrets.internal;
  const [wanted, rotation] = [wantedDigest(observed, user), internalRotation(observed, user)];
  if (wanted === undefined || rotation === undefined) return [];
  // The operator's old one goes last: until then, it is a way in.
  const ofAll = user === 'operator' ? internalRotations(observed) : [rotation];
  if (ofAll.every(({ phase }) => phase === 'Removing' || phase === 'Settled')) return [wanted];
  const others = [current[user], previous?.[user]].filter((digest) => digest !== undefined);
  return [...new Set([...digestsAtStart(observed, user), wanted, ...others])].toSorted();
}

function wantedDigest({ secrets: { internal } }: Observed, user: string): string | undefined {
  return internal.next?.[user] ?? internal.current[user];
}

/** Whoever reads the Secret itself, as the operator does, and every pod that has read it. */
function presentersOf(observed: Observed, user: string): readonly SecretPresenter[] {
  const current = observed.secrets.internal.current[user];
  return [
    { name: 'the Secret', presents: current === undefined ? undefined : [current] },
    ...(user === 'sentinel' ? running(observed.sentinels).map((sentinel) => ofSentinel(observed, sentinel)) : []),
    ...(['member', 'replication', 'exporter'].includes(user)
      ? running(observed.members).map((member) => ofMember(observed, user, member))
      : []),
  ];
}

/**
 * A server shows what its replication presents. Its pod sets that some time after it was brought the Secret, so that all of the pod has the
 * other passwords by then: the probes, the scripts, and the exporter.
 */
function ofMember({ secrets: { internal } }: Observed, user: string, { name, server }: DataMember): SecretPresenter {
  const presents = server.state === 'serving' ? server.presents : undefined;
  if (presents === undefined) return { name, presents: undefined };
  const isCurrent = presents === internal.current.replication;
  return { name, presents: [isCurrent ? (internal.current[user] ?? another) : user === 'replication' ? presents : another] };
}

/** It shows what it presents to other sentinels, and a mark of what it presents to servers, if it monitors any. */
function ofSentinel({ secrets: { internal } }: Observed, { name, view }: SentinelMember): SecretPresenter {
  const current = internal.current.sentinel ?? another;
  if (view.state === 'unreachable' || view.presents === undefined) return { name, presents: undefined };
  const { toSentinels, mark } = view.presents;
  const toServers = view.state === 'bare' || mark === markOf(current) ? current : another;
  return { name, presents: [...new Set([toSentinels, toServers])] };
}

function running<M extends DataMember | SentinelMember>(members: readonly M[]): readonly M[] {
  return members.filter(({ pod }) => pod?.node !== undefined);
}

import { annotationKeys } from '@dataservices/plan';
import type { DataMember, Observed } from '../observed.ts';
import { recoveryOf } from './recovery.ts';
import { undecidedReason } from './requested-copy.ts';
import type { Stall } from './stalled.ts';

/** What a person has to decide before anybody can lead, if so, and how. The rules go on: what they can see may still settle it. */
export function manualDecision(observed: Observed): Stall | undefined {
  const recovery = recoveryOf(observed);
  if (recovery?.kind !== 'undecided') return undefined;
  const copies = recovery.members.map(describeCopy).join('; ');
  return {
    reason: undecidedReason,
    message: `${recovery.why}: ${copies}. Annotate this object with ${annotationKeys.recoverFrom}: "<pod>@<token>" to say whose data lives on; the others copy it, and what only they hold is discarded`,
  };
}

/** What one member holds, in a few words. */
export function describeCopy({ name, server }: DataMember): string {
  if (server.state === 'unreachable') return name;
  const { lineage } = server;
  const facts = [
    `history ${lineage.replid?.slice(0, 8) ?? 'none'}${lineage.replid2 === undefined ? '' : ` after ${lineage.replid2.slice(0, 8)}`}`,
    `offset ${lineage.offset}`,
    ...(server.state === 'lobby' ? lobbyFacts(server) : [`runs ${server.version} as a ${server.role}`]),
  ];
  return `${name} (${facts.join(', ')})`;
}

function lobbyFacts({ lastRole, notedAt }: { readonly lastRole?: string; readonly notedAt?: string }): readonly string[] {
  return [...(lastRole === undefined ? [] : [`was a ${lastRole}`]), ...(notedAt === undefined ? [] : [`as of ${notedAt}`])];
}

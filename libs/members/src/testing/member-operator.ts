import { firstMatch, type Plan, type Rule } from '@dataservices/plan';
import { growVolumes } from '../grow-volumes.ts';
import type { Member } from '../member.ts';
import type { MemberAction } from '../member-action.ts';
import { isOutdated } from '../outdated.ts';
import { hasReplacementBegun, type ReplaceMemberInput, replaceMember, replacementEnd } from '../replace-member.ts';
import { replaceStuckMember } from '../replace-stuck-member.ts';
import { type RequestRecord, runningRequest, settleRequests } from '../request-record.ts';
import { retireVolume } from '../retire-volume.ts';
import { markRetiredVolume } from '../retired-volume.ts';
import { rollOneMember } from '../roll-one-member.ts';
import { takeDownRequests, takeRequests } from '../take-requests.ts';
import { type MemberWorld, membersIn, type WorldAction, wantedHash } from './member-world.ts';

type MemberRule = Rule<MemberWorld, MemberAction>;

const isHealthy = ({ pod, claim }: Member) => pod?.isReady === true && !pod.isTerminating && claim?.clusterId !== undefined;

function wantedMembers(world: MemberWorld): readonly Member[] {
  return membersIn(world).filter(({ ordinal }) => ordinal < world.spec.replicas);
}

function whole(world: MemberWorld): true | string {
  return wantedMembers(world).every(isHealthy) || 'somebody is missing';
}

function isOld(world: MemberWorld) {
  return ({ pod }: Member) => isOutdated(pod, wantedHash(world));
}

function hasLeft(world: MemberWorld) {
  return ({ pod }: Member) => pod === undefined && whole(world) === true;
}

function replacement(world: MemberWorld): ReplaceMemberInput<Member> {
  return {
    request: runningRequest(world.records, 'replace-member'),
    members: membersIn(world),
    replicas: world.spec.replicas,
    othersWhole: (one) => wantedMembers(world).every((other) => other.name === one.name || isHealthy(other)) || 'another is missing',
    mayGo: () => true,
    isHealthy,
  };
}

function taken(world: MemberWorld): readonly RequestRecord[] {
  const members = membersIn(world);
  const { annotations, records } = world;
  const hasBegun = (record: RequestRecord) => hasReplacementBegun(members, record);
  return takeRequests({ annotations, records, members, supported: ['replace-member', 'restart'], isFormed: true, hasBegun });
}

/** All rules that the library has. */
const rules: readonly MemberRule[] = [
  (world) => replaceStuckMember({ members: membersIn(world), isOutdated: isOld(world), isNeeded: isHealthy }),
  (world) =>
    growVolumes({ size: world.spec.size, claims: wantedMembers(world).flatMap(({ claim }) => claim ?? []), classes: undefined }).step,
  (world) => replaceMember(replacement(world))?.step,
  (world) =>
    rollOneMember({ order: membersIn(world).toReversed(), isOutdated: isOld(world), whole: whole(world), mayGo: () => true })?.step,
  (world) => retireVolume({ ...world.spec, members: membersIn(world), hasLeft: hasLeft(world) }),
  (world) =>
    world.spec.whenScaled === 'Retain'
      ? markRetiredVolume({ ...world.spec, members: membersIn(world), hasLeft: hasLeft(world), hasReturned: isHealthy })
      : undefined,
  (world) => takeDownRequests(world.records, taken(world)),
];

/** An operator of this service: one step a pass, and one write of the status after it. */
export function planWorld(world: MemberWorld): Plan<WorldAction> {
  const step = firstMatch(rules, world);
  const records = settleRequests(taken(world), (record) => {
    if (record.name === 'replace-member') return replacementEnd(replacement(world), record);
    const isDone = whole(world) === true && !membersIn(world).some(isOld(world));
    return isDone ? { state: 'Handled', message: 'all pods restarted' } : undefined;
  });
  const isSame = JSON.stringify(records) === JSON.stringify(world.records);
  if (step === undefined && isSame) return { applies: [] };
  const actions = [...(step?.actions ?? []), ...(isSame ? [] : [{ kind: 'write-status' as const, records }])];
  return { applies: [], step: { rule: step?.rule ?? 'WriteStatus', reason: step?.reason ?? 'a request has ended', actions } };
}

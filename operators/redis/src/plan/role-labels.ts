import { type KubeObject, labelKeys } from '@dataservices/plan';
import type { DataMember, Observed } from '../observed.ts';
import { leaderOf } from './leader.ts';
import { isServing } from './leadership.ts';

/**
 * The role label of each data pod, which is what the client Services select by. Never waits for anything else to be well:
 * while one node is down, the labels of the others must still follow the leader.
 *
 * While nobody is known to lead, nothing changes: a label that is taken away cannot be put back by a majority that is not there.
 */
export function roleLabels(observed: Observed): readonly KubeObject[] {
  const master = leaderOf(observed);
  if (master === undefined) return [];
  return observed.members.flatMap((member) => labelled(observed, member, roleOf(member, master)));
}

function roleOf(member: DataMember, master: DataMember): 'master' | 'replica' | undefined {
  if (member.name === master.name) return 'master';
  if (isServing(member) && member.server.role === 'replica') return 'replica';
  // Neither: a second master, or a pod that does not answer, must get no traffic from any Service.
  return undefined;
}

function labelled({ names }: Observed, { pod }: DataMember, role: string | undefined): readonly KubeObject[] {
  if (pod === undefined || pod.isTerminating || pod.roleLabel === role) return [];
  const labels = role === undefined ? {} : { [labelKeys.role]: role };
  // The uid makes the server refuse to create a pod out of this if the observed one is gone.
  return [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: pod.name, namespace: names.namespace, uid: pod.uid, labels } }];
}

/**
 * What of this changes at once when leadership has just moved from one member to another: the Service leads to nobody else meanwhile, and the
 * one that leads from now on comes last, so that there are never two.
 */
export function movedLabels(observed: Observed, from: string, to: string): readonly KubeObject[] {
  return [
    ...observed.members.filter(({ name }) => name === from).flatMap((member) => labelled(observed, member, undefined)),
    ...observed.members.filter(({ name }) => name === to).flatMap((member) => labelled(observed, member, 'master')),
  ];
}

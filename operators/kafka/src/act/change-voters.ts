import type { ServiceAction } from '../action.ts';
import { isKafkaAdminError } from '../client/kafka-admin-error.ts';
import { ports } from '../names.ts';
import { canLoseVoter, isSameVoter } from '../plan/quorum.ts';
import { type ActContext, TargetGone } from './act-context.ts';

type AddVoter = Extract<ServiceAction, { readonly kind: 'add-voter' }>;
type RemoveVoter = Extract<ServiceAction, { readonly kind: 'remove-voter' }>;

/** @throws TargetGone where the voters are not those that were observed; KafkaAdminError */
export async function addVoter({ nodeId: id, directoryId, host }: AddVoter, context: ActContext): Promise<void> {
  await sameQuorum(context);
  const { admin, signal, log } = context;
  try {
    await admin.addVoter({ id, directoryId, listener: 'CONTROLLER', host, port: ports.controller }, { signal });
  } catch (error) {
    if (!isKafkaAdminError(error, 'DUPLICATE_VOTER')) throw error;
  }
  log.info('a controller votes', { controller: id, directoryId });
}

/**
 * Looks live before: Kafka takes one removal after the other, whatever is left.
 *
 * @throws TargetGone where the voters are not those that were observed, or too few would be in step; KafkaAdminError
 */
export async function removeVoter({ nodeId: id, directoryId }: RemoveVoter, context: ActContext): Promise<void> {
  const quorum = await sameQuorum(context);
  const verdict = canLoseVoter(quorum, { id, directoryId });
  if (verdict !== true) throw new TargetGone(`controller ${id} stays: ${verdict}`);
  const { admin, signal } = context;
  try {
    await admin.removeVoter({ id, directoryId }, { signal });
  } catch (error) {
    if (!isKafkaAdminError(error, 'VOTER_NOT_FOUND')) throw error;
  }
}

async function sameQuorum({ admin, observed, signal }: ActContext) {
  const live = await admin.describeQuorum({ signal });
  const known = observed.quorum?.voters ?? [];
  const isSame = live.voters.length === known.length && live.voters.every((voter) => known.some((one) => isSameVoter(one, voter)));
  if (!isSame) throw new TargetGone('the controllers that vote have changed meanwhile');
  return live;
}

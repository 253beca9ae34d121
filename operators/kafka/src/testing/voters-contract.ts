import { describe, expect, test } from 'vitest';
import { isKafkaAdminError } from '../client/kafka-admin-error.ts';
import { isSilence } from '../client/nodes.ts';
import type { VoterRef } from '../client/port.ts';
import { type KafkaBed, startMs, until, untilServing } from './kafka-bed.ts';

/** How controllers come to vote, and cease to. */
export function testVoters(bedOf: () => KafkaBed): void {
  describe('who votes', () => {
    test(
      'one that follows is removed, and added again',
      async () => {
        const bed = bedOf();
        const { admin } = bed;
        const { voters, leaderId } = await admin.describeQuorum();
        const follower = voters.find(({ id }) => id !== leaderId);
        if (follower === undefined) throw new Error('nobody follows');
        const { id, directoryId } = follower;
        await remove(bed, { id, directoryId });
        expect(await answerTo(bed, { id, directoryId })).toMatchObject({ protocol: 'VOTER_NOT_FOUND' });
        const observer = await until(bed, 'it to go on as an observer', async () => {
          const { observers } = await admin.describeQuorum();
          return observers.find((each) => each.id === id && each.sinceCaughtUpMs !== undefined && each.sinceCaughtUpMs < 1000);
        });
        expect(observer.directoryId).toBe(directoryId);
        await admin.addVoter({ id, directoryId, ...bed.addressOf(id) });
        await expect(admin.addVoter({ id, directoryId, ...bed.addressOf(id) })).rejects.toMatchObject({ protocol: 'DUPLICATE_VOTER' });
        expect((await admin.describeQuorum()).voters).toHaveLength(3);
        await untilServing(bed);
      },
      3 * startMs + 60_000,
    );
  });
}

/** Removes it. Where that may cost the active controller, nobody may say what has become of it, and the quorum is looked at, as the operator does. */
async function remove(bed: KafkaBed, voter: VoterRef): Promise<void> {
  const answer = await answerTo(bed, voter);
  if (answer === 'removed') return;
  const { voters } = await bed.admin.describeQuorum();
  if (bed.startEnded === undefined || voters.some(({ id }) => id === voter.id)) throw answer;
}

/** What Kafka says to a removal. Where that may cost the active controller, and does, it is asked again when another leads. */
async function answerTo(bed: KafkaBed, voter: VoterRef): Promise<unknown> {
  const { admin, startEnded } = bed;
  const ask = () =>
    admin.removeVoter(voter).then(
      () => 'removed',
      (error: unknown) => error,
    );
  if (startEnded === undefined) return ask();
  const askAgain = async () => {
    startEnded();
    const answer = await ask();
    return !isPassing(answer) && answer;
  };
  return until(bed, 'an answer to the removal', askAgain, startMs);
}

/** Nobody leads, or the one that does has not settled yet. */
function isPassing(answer: unknown): boolean {
  return isSilence(answer) || isKafkaAdminError(answer, 'REQUEST_TIMED_OUT');
}

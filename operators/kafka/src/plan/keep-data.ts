import { giveBack } from '@dataservices/members';
import { retentionOf } from '../resources/retention.ts';
import type { KafkaRule } from './rule.ts';

/**
 * Precondition: `storage.whenDeleted` is Retain, and a volume or a Secret was made to go with the cluster.
 * Effect: it is nobody's.
 *
 * Prevents: data that goes although it was to be kept.
 */
export const keepData: KafkaRule = (observed) => giveBack(retentionOf(observed));

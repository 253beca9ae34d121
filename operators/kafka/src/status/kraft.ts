import type { KafkaClusterStatus } from '@dataservices/api';
import type { Plan } from '@dataservices/plan';
import type { KafkaAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { drainingPart, drainMoves } from '../plan/drain-brokers.ts';
import { dynamicConfigPart } from '../plan/keep-settings.ts';
import { originPart } from '../plan/origin.ts';
import { progressPart } from '../plan/progress.ts';
import { restartedPart } from '../plan/restart-unregistered.ts';
import { spreadMoves, spreadPart } from '../plan/spread-partitions.ts';

/** What the operator has to know of what it did before, and what Kafka cannot tell. While it changes nothing, nothing of it changes. */
export function kraftOf(observed: Observed, plan: Plan<KafkaAction>): KafkaClusterStatus['kraft'] | undefined {
  const { cluster } = observed;
  const origin = originPart(observed, plan.step?.rule === 'RecordOrigin');
  if (origin === undefined || cluster.spec.paused) return cluster.status.kraft;
  const spread = spreadMoves(observed);
  const spreadOver = spreadPart(observed, spread);
  const moves = observed.kafka === undefined ? cluster.status.kraft?.moves : progressPart(observed, plan, drainMoves(observed) ?? spread);
  const [draining, dynamicConfig] = [drainingPart(observed), dynamicConfigPart(observed)];
  const restarted = restartedPart(observed, plan);
  return {
    ...origin,
    ...(spreadOver !== undefined && { spreadOver }),
    ...(draining.length > 0 && { draining }),
    ...(moves !== undefined && { moves }),
    ...(dynamicConfig.length > 0 && { dynamicConfig }),
    ...(restarted.length > 0 && { restarted }),
  };
}

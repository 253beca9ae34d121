import type { Rule, Step } from '@dataservices/plan';
import type { KafkaAction } from '../action.ts';
import type { Observed } from '../observed.ts';

export type KafkaRule = Rule<Observed, KafkaAction>;
export type KafkaStep = Step<KafkaAction>;

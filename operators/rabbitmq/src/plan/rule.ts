import type { Rule, Step } from '@dataservices/plan';
import type { RabbitmqAction } from '../action.ts';
import type { Observed } from '../observed.ts';

export type RabbitmqRule = Rule<Observed, RabbitmqAction>;
export type RabbitmqStep = Step<RabbitmqAction>;

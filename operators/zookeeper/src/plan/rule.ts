import type { Rule, Step } from '@dataservices/plan';
import type { ZookeeperAction } from '../action.ts';
import type { Observed } from '../observed.ts';

export type ZookeeperRule = Rule<Observed, ZookeeperAction>;
export type ZookeeperStep = Step<ZookeeperAction>;

export * from './config-map.ts';
export * from './owned-metadata.ts';
export * from './pod-disruption-budget.ts';
export * from './restricted.ts';
export * from './service.ts';
export * from './service-account.ts';
export * from './spread.ts';
export * from './stateful-set.ts';

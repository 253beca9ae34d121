export * from './conditions.ts';
export * from './hash.ts';
export * from './kube-object.ts';
export * from './labels.ts';
export * from './plan.ts';
export * from './quantity.ts';
export * from './quorum.ts';

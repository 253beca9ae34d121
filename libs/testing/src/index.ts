export * from './crash-between.ts';
export * from './crash-model.ts';
export type { FakeCall, FaultMatcher } from './fake-faults.ts';
export { createFakeKube, type FakeKube } from './fake-kube.ts';
export { installCrd } from './install-crd.ts';
export { describeKubeContract, type KubeContract } from './kube-contract.ts';
export * from './samples.ts';
export { testNamespace } from './test-namespace.ts';
export { waitFor } from './wait-for.ts';

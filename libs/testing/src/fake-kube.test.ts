import { createFakeKube } from './fake-kube.ts';
import { describeKubeContract } from './kube-contract.ts';

describeKubeContract('the fake', { open: async () => ({ kube: createFakeKube(), namespace: 'contract' }) });

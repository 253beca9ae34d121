import { describeKubeContract, testNamespace } from '@dataservices/testing';
import { inject } from 'vitest';
import { connect } from './client.ts';

describeKubeContract('the client on a real API server', {
  async open() {
    const kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'contract/1.0' });
    return { kube, namespace: await testNamespace(kube, 'contract') };
  },
});

import { restrictedContainer } from '@dataservices/resources';
import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { ports } from '../names.ts';
import type { Observed } from '../observed.ts';
import { commonPodSpec, configFolder, environment, sharedMounts, sharedVolumes } from './pod-spec.ts';
import { redisImage } from './redis-image.ts';

/** The pod of a sentinel, which needs no volume: the operator and the other sentinels tell a new one what it has to know. */
export function sentinelPodSpec(observed: Observed, clusterId: string): V1PodSpec {
  return {
    ...commonPodSpec(observed, 'sentinel'),
    terminationGracePeriodSeconds: 10,
    containers: [sentinelContainer(observed, clusterId)],
    volumes: sharedVolumes(observed),
  };
}

function sentinelContainer(observed: Observed, clusterId: string): V1Container {
  const { imagePullPolicy, sentinel } = observed.cluster.spec;
  const probe = { tcpSocket: { port: ports.sentinel }, successThreshold: 1, timeoutSeconds: 3 };
  return {
    name: 'sentinel',
    image: redisImage(observed),
    ...(imagePullPolicy !== undefined && { imagePullPolicy }),
    command: ['/bin/sh', `${configFolder}/start-sentinel.sh`],
    env: environment(observed, clusterId).filter(({ name }) => name !== 'APPEND_ONLY'),
    ports: [{ name: 'sentinel', containerPort: ports.sentinel, protocol: 'TCP' }],
    ...(sentinel.resources !== undefined && { resources: sentinel.resources as V1Container['resources'] }),
    securityContext: restrictedContainer,
    volumeMounts: [...sharedMounts(observed), { name: 'run', mountPath: '/run/sentinel' }],
    readinessProbe: { ...probe, periodSeconds: 3, failureThreshold: 2 },
    livenessProbe: { ...probe, initialDelaySeconds: 10, periodSeconds: 15, failureThreshold: 8 },
  } as V1Container;
}

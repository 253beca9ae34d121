import { z } from 'zod';
import { intOrString } from './int-or-string.ts';
import { keyedList } from './keyed-list.ts';
import { extraAnnotations, extraLabels } from './label-map.ts';
import { label } from './names.ts';
import { withRules } from './rule.ts';

const port = z.int32().min(1).max(65_535);

const extraPort = z.object({
  name: label(15).describe('Name of the port, unique within the Service, at most 15 characters.'),
  port: port.describe('Port of the Service, 1 to 65535.'),
  targetPort: intOrString({ pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 15, message: "must be a port's number or name" })
    .describe('Number or name of the port of the pods. Omitted: the same number as port.')
    .exactOptional(),
});

const serviceObject = z.object({
  type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']).describe('Type of the Service that clients use.').default('ClusterIP'),
  annotations: extraAnnotations().describe("Annotations added to the clients' Service, at most 32.").exactOptional(),
  labels: extraLabels().describe("Labels added to the clients' Service, at most 32.").exactOptional(),
  loadBalancerClass: z
    .string()
    .min(1)
    .max(317)
    .regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/, 'must look like name or example.com/name')
    .describe(
      "Load balancer implementation; only with type LoadBalancer. Omitted: the cluster's default. Cannot be changed while the type stays LoadBalancer.",
    )
    .exactOptional(),
  sessionAffinity: z
    .enum(['None', 'ClientIP'])
    .describe('ClientIP sends the connections of one client address to the same pod.')
    .default('None'),
  externalTrafficPolicy: z
    .enum(['Cluster', 'Local'])
    .describe(
      "Local keeps the clients' addresses and sends traffic only to pods of the node where it came in; only with type NodePort or LoadBalancer. Omitted: Cluster.",
    )
    .exactOptional(),
  extraPorts: keyedList(extraPort, 16, ['name']).describe("Further ports of the clients' Service, at most 16.").exactOptional(),
});

/** What Kubernetes itself would refuse is refused here, where its writer sees it. */
export const service = withRules(serviceObject, [
  {
    cel: "self.type == 'LoadBalancer' || !has(self.loadBalancerClass)",
    message: 'loadBalancerClass needs type LoadBalancer: set the type or remove the class',
    field: 'loadBalancerClass',
    holds: ({ type, loadBalancerClass }) => type === 'LoadBalancer' || loadBalancerClass === undefined,
  },
  {
    cel: "self.type != 'LoadBalancer' || oldSelf.type != 'LoadBalancer' || has(self.loadBalancerClass) == has(oldSelf.loadBalancerClass) && (!has(self.loadBalancerClass) || self.loadBalancerClass == oldSelf.loadBalancerClass)",
    message: 'loadBalancerClass cannot be changed while the type stays LoadBalancer: set type ClusterIP first',
    field: 'loadBalancerClass',
  },
  {
    cel: "self.type != 'ClusterIP' || !has(self.externalTrafficPolicy)",
    message: 'externalTrafficPolicy needs type NodePort or LoadBalancer: set the type or remove the policy',
    field: 'externalTrafficPolicy',
    holds: ({ type, externalTrafficPolicy }) => type !== 'ClusterIP' || externalTrafficPolicy === undefined,
  },
]);

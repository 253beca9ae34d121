import { z } from 'zod';
import { keyedList } from './keyed-list.ts';
import { extraAnnotations, extraLabels } from './label-map.ts';
import type { WayIn } from './network-policy.ts';
import { withRules } from './rule.ts';
import { toggle } from './toggle.ts';

/** Ports on which something else listens: brokers and the operator, the quorum, metrics. */
export const kafkaReservedPorts: readonly number[] = [9091, 9093, 9404];

/** Names that would be those of the operator's own listeners, ports or Services. */
const reservedNames: readonly string[] = ['internal', 'controller', 'metrics', 'nodes'];

/** Where templates have the number of the broker. */
const ordinal = '{ordinal}';
const mostBrokers = 100;

const name = withRules(
  z
    .string()
    .min(1)
    .max(11)
    .regex(/^[a-z][a-z0-9]*$/, 'must be lower case letters and digits, beginning with a letter')
    .describe(
      'Name of the listener, and of its port on pods and Services: up to 11 lower case letters and digits, beginning with a letter. Not internal, controller, metrics or nodes.',
    ),
  [
    {
      cel: `!(self in [${reservedNames.map((taken) => `'${taken}'`).join(', ')}])`,
      message: `listeners[].name must not be ${reservedNames.join(', ')}, which the operator uses itself: choose another`,
      holds: (value) => !reservedNames.includes(value),
    },
  ],
);

const port = withRules(
  z
    .int32()
    .min(1024)
    .max(65_535)
    .describe(
      'Where brokers listen, on every pod and on the Services, 1024 to 65535. 9091, 9093 and 9404 are taken: by brokers among each other, by controllers, by metrics.',
    ),
  [
    {
      cel: `!(self in [${kafkaReservedPorts.join(', ')}])`,
      message: `listeners[].port must not be ${kafkaReservedPorts.join(', ')}, where brokers, controllers and metrics listen: choose another`,
      holds: (value) => !kafkaReservedPorts.includes(value),
    },
  ],
);

const listenerTls = z.object({
  mode: toggle()
    .describe(
      'Enabled: connections are encrypted, by the certificate of spec.tls. Disabled: they are not, whatever spec.tls says. Omitted: as spec.tls.mode.',
    )
    .exactOptional(),
});

const authentication = z.object({
  type: z
    .enum(['None', 'ScramSha512', 'Tls'])
    .describe(
      "How clients prove who they are. None: they do not. ScramSha512: by name and password; without TLS neither can be read on the network, but all that follows can. Tls: by a certificate of the cluster's own authority, which each of users has in its Secret; needs TLS.",
    )
    .default('None'),
});

const advertised = withRules(
  z.object({
    host: z
      .string()
      .min(1)
      .max(253)
      .regex(
        /^([-A-Za-z0-9.]|\{ordinal\})+$/,
        'must be a host name or an address, in which {ordinal} may stand for the number of the broker',
      )
      .describe(
        'Host name or address under which clients reach a broker; {ordinal} in it stands for the number of the broker. It is a name in the certificate, too. Omitted: the name of the pod with Internal, the address of its node with NodePort, the address of its Service with LoadBalancer.',
      )
      .exactOptional(),
    port: z
      .int32()
      .min(1)
      .max(65_535)
      .describe(
        'Port under which clients reach every broker, 1 to 65535. Omitted: that of the Service with NodePort, that of the listener else.',
      )
      .exactOptional(),
    firstPort: z
      .int32()
      .min(1)
      .max(65_535 - mostBrokers)
      .describe('Port under which clients reach broker 0, broker 1 by the next one, and so on; 1 to 65435. In place of port.')
      .exactOptional(),
  }),
  [
    {
      cel: '!has(self.port) || !has(self.firstPort)',
      message: 'advertised: port is the same for every broker, and firstPort another for each: remove one of them',
      field: 'firstPort',
      holds: (value) => value.port === undefined || value.firstPort === undefined,
    },
  ],
);

const externalService = z.object({
  annotations: extraAnnotations()
    .describe(`Annotations added to the Services of the listener, at most 32; ${ordinal} in a value stands for the number of the broker.`)
    .exactOptional(),
  labels: extraLabels().describe('Labels added to the Services of the listener, at most 32.').exactOptional(),
  loadBalancerClass: z
    .string()
    .min(1)
    .max(317)
    .regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/, 'must look like name or example.com/name')
    .describe("Load balancer implementation; only with type LoadBalancer. Omitted: the cluster's default.")
    .exactOptional(),
  externalTrafficPolicy: z
    .enum(['Cluster', 'Local'])
    .describe(
      "Local keeps the clients' addresses, and sends traffic of a broker only through its own node; only with type NodePort or LoadBalancer. Omitted: Cluster.",
    )
    .exactOptional(),
});

const listener = withRules(
  z.object({
    name,
    port,
    type: z
      .enum(['Internal', 'NodePort', 'LoadBalancer'])
      .describe(
        'From where clients reach the brokers. Internal: from the same Kubernetes cluster, by the names of the pods. NodePort and LoadBalancer: from outside, by a Service of that type for each broker and one for all of them.',
      )
      .default('Internal'),
    tls: listenerTls.describe('Whether connections are encrypted.').prefault({}),
    authentication: authentication.describe('Who may connect.').prefault({}),
    advertised: advertised.describe('Under which address brokers tell clients to reach them.').prefault({}),
    service: externalService.describe('The Services of a listener of type NodePort or LoadBalancer.').exactOptional(),
  }),
  [
    {
      cel: `!has(self.advertised) || !has(self.advertised.host) || self.advertised.host.contains('${ordinal}') || has(self.advertised.firstPort) || (self.type == 'NodePort' && !has(self.advertised.port))`,
      message: `listeners[].advertised: every broker would have the same address: write ${ordinal} into host, or set firstPort`,
      field: 'advertised',
      holds: ({ type, advertised: { host, port: fixed, firstPort } }) =>
        host === undefined || host.includes(ordinal) || firstPort !== undefined || (type === 'NodePort' && fixed === undefined),
    },
    {
      cel: "self.type != 'Internal' || !has(self.service)",
      message: 'listeners[].service needs type NodePort or LoadBalancer: set the type, or remove service',
      field: 'service',
      holds: ({ type, service }) => type !== 'Internal' || service === undefined,
    },
    {
      cel: "self.type == 'LoadBalancer' || !has(self.service) || !has(self.service.loadBalancerClass)",
      message: 'listeners[].service.loadBalancerClass needs type LoadBalancer: set the type, or remove the class',
      field: 'service',
      holds: ({ type, service }) => type === 'LoadBalancer' || service?.loadBalancerClass === undefined,
    },
  ],
);

const distinctPorts = 'listeners must not have the same port twice: give each its own';

/** What brokers offer to clients. One that a user does not mention is what there was before listeners could be chosen. */
export const kafkaListeners = withRules(keyedList(listener, 8, ['name']).min(1), [
  {
    cel: 'self.all(one, self.exists_one(other, other.port == one.port))',
    message: distinctPorts,
    holds: (listeners) => new Set(listeners.map((one) => one.port)).size === listeners.length,
  },
])
  .describe(
    'Where clients connect, 1 to 8, each by its own name and port. Adding, changing or removing one restarts the brokers, one after another. Omitted: clients, at port 9092.',
  )
  .prefault([{ name: 'clients', port: 9092 }]);

export const listenersFromOutside: WayIn<{ readonly listeners: readonly { readonly type: string }[] }> = {
  field: 'listeners[].type',
  cel: "has(self.listeners) && self.listeners.exists(one, has(one.type) && one.type != 'Internal')",
  holds: ({ listeners }) => listeners.some(({ type }) => type !== 'Internal'),
};

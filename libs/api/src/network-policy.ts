import { z } from 'zod';
import { labelKey, labelSelector, labelValue } from './label-map.ts';
import { type FieldRule, withRules } from './rule.ts';
import { toggle } from './toggle.ts';

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const group = '[0-9a-fA-F]{1,4}';
const groups = `${group}(:${group}){0,6}`;
const ipv4 = `(${octet}[.]){3}${octet}/([0-9]|[12][0-9]|3[0-2])`;
const ipv6 = `((${group}:){7}${group}|(${groups})?::(${groups})?)/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8])`;

const cidrPattern = `^(${ipv4}|${ipv6})$`;
const cidrRegExp = new RegExp(cidrPattern);

/** By a rule and not by a pattern, whose refusal would show nothing but the expression. */
const cidr = () =>
  withRules(z.string().max(64), [
    {
      cel: `self.matches('${cidrPattern}')`,
      message: 'must be a range of addresses, such as 203.0.113.0/24 or 2001:db8::/32; a single one ends in /32 or /128',
      holds: (text: string) => cidrRegExp.test(text),
    },
  ]);

const atomic = { 'x-kubernetes-list-type': 'atomic' };

const ipBlock = z.object({
  cidr: cidr().describe('Range of addresses, such as 203.0.113.0/24 or 2001:db8::/32.'),
  except: z.array(cidr()).max(16).meta(atomic).describe('Ranges within it that are left out, at most 16.').exactOptional(),
});

const expression = withRules(
  z.object({
    key: labelKey().describe('Key of the label.'),
    operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']).describe('How the label is compared with the values.'),
    values: z
      .array(labelValue)
      .max(32)
      .meta(atomic)
      .describe('Values for In and NotIn, at most 32; none for Exists and DoesNotExist.')
      .exactOptional(),
  }),
  [
    {
      cel: "(self.operator in ['In', 'NotIn']) == (has(self.values) && self.values.size() > 0)",
      message: 'matchExpressions[].values: In and NotIn need one at least, Exists and DoesNotExist take none',
      field: 'values',
      holds: ({ operator, values = [] }) => (operator === 'In' || operator === 'NotIn') === values.length > 0,
    },
  ],
);

const selector = () =>
  z.object({
    matchLabels: labelSelector().describe('Labels that it must have, at most 32.').exactOptional(),
    matchExpressions: z
      .array(expression)
      .max(16)
      .meta(atomic)
      .describe('What else must be true of its labels, all of it, at most 16.')
      .exactOptional(),
  });

/** A peer of Kubernetes' NetworkPolicy; what the API server would refuse there is refused here, where its writer sees it. */
const peer = withRules(
  z.object({
    ipBlock: ipBlock.describe('Addresses, for clients that are no pods.').exactOptional(),
    namespaceSelector: selector()
      .describe("Namespaces whose pods are meant; {} is all of them. Omitted: the cluster's own namespace.")
      .exactOptional(),
    podSelector: selector().describe('Pods of these namespaces; {} is all of them, and so is leaving it out.').exactOptional(),
  }),
  [
    {
      cel: 'has(self.ipBlock) || has(self.podSelector) || has(self.namespaceSelector)',
      message: 'a peer needs ipBlock, podSelector or namespaceSelector: {podSelector: {}} is every pod of the same namespace',
      holds: (value) => value.ipBlock !== undefined || value.podSelector !== undefined || value.namespaceSelector !== undefined,
    },
    {
      cel: '!has(self.ipBlock) || !has(self.podSelector) && !has(self.namespaceSelector)',
      message: 'ipBlock cannot be combined with selectors: make it a peer of its own',
      field: 'ipBlock',
      holds: (value) => value.ipBlock === undefined || (value.podSelector === undefined && value.namespaceSelector === undefined),
    },
  ],
);

const peers = () => z.array(peer).max(16).meta(atomic);

/** Who may connect to the pods of a cluster. */
export const networkPolicy = z.object({
  mode: toggle()
    .describe(
      'Enabled makes NetworkPolicies for the pods: the members of the cluster reach each other, the operator reaches them, and clients and metrics say who else. Disabled takes them away. Networks that do not enforce NetworkPolicies ignore them.',
    )
    .default('Disabled'),
  clients: peers()
    .describe(
      "Peers that may connect to the ports for clients, as in a NetworkPolicy, at most 16. An empty list: nobody. Omitted: every pod of the cluster's own namespace.",
    )
    .exactOptional(),
  metrics: peers()
    .describe(
      'Peers that may read the metrics, as in a NetworkPolicy, at most 16: name the pods of Prometheus here. Omitted, or an empty list: nobody.',
    )
    .exactOptional(),
});

type WithPolicy = { readonly networkPolicy: { readonly mode: 'Enabled' | 'Disabled'; readonly clients?: object } };

/** How a spec can let clients in from outside of Kubernetes. */
export type WayIn<S> = { readonly field: string; readonly cel: string; readonly holds: (spec: S) => boolean };

/**
 * Refuses a way in for clients from outside that the policies would close: only pods are meant where nobody is named.
 *
 * A default is judged before the defaults of what is in it are filled in.
 */
export function outsideIsNamed<S>({ field, cel, holds }: WayIn<S>): FieldRule<S & WithPolicy> {
  return {
    cel: `!has(self.networkPolicy) || !has(self.networkPolicy.mode) || self.networkPolicy.mode == 'Disabled' || has(self.networkPolicy.clients) || !(${cel})`,
    message: `networkPolicy.clients: ${field} lets in clients from outside of Kubernetes, and none of them is named: add their addresses as ipBlock, beside {podSelector: {}} for the pods of the namespace`,
    field: 'networkPolicy',
    holds: (spec) => spec.networkPolicy.mode === 'Disabled' || spec.networkPolicy.clients !== undefined || !holds(spec),
  };
}

export const serviceFromOutside: WayIn<{ readonly service: { readonly type: string } }> = {
  field: 'service.type',
  cel: "has(self.service) && has(self.service.type) && self.service.type != 'ClusterIP'",
  holds: ({ service }) => service.type !== 'ClusterIP',
};

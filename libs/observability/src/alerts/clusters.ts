import type { Alert, AlertGroup } from './alert.ts';
import { memberAlerts } from './members.ts';

const object = '{{ $labels.kind }} {{ $labels.namespace }}/{{ $labels.name }}';
const condition = (type: string) => `max by (kind, namespace, name) (operator_resource_condition{type="${type}"})`;
// A cluster that was stopped on purpose serves nobody. One that is paused is to serve all the same.
const unlessStopped = 'unless on (kind, namespace, name) max by (kind, namespace, name) (operator_resource_desired_replicas) == 0';
const kind = 'kind=~".+Cluster"';

const notAvailable: Alert = {
  name: 'ClusterNotAvailable',
  severity: 'critical',
  expr: `max by (kind, namespace, name) (operator_resource_condition{type="Available",${kind}}) == 0 ${unlessStopped}`,
  for: '1m',
  summary: `${object} serves nobody`,
  description: `The condition Available of ${object} has been False for a minute: clients cannot read and write.`,
  runbook: {
    meaning: 'The operator has looked at the servers themselves, and none of them may be written to.',
    impact: 'Writes of clients fail, and often reads as well.',
    look: [
      'The condition says why: `kubectl -n NAMESPACE get PLURAL.dataservices.dev NAME -o yaml`, under `status.conditions` and `status.members`.',
      '`kubectl -n NAMESPACE get events --field-selector involvedObject.name=NAME` shows what the operator did.',
      '`kubectl -n NAMESPACE get pods -l dataservices.dev/cluster=NAME -o wide`: which pods are missing or not ready, and on which nodes.',
    ],
    remedy: [
      'Nodes that are gone: bring back or replace them. A member that cannot come back is replaced with the annotation `dataservices.dev/replace-member`.',
      'Pods that cannot be scheduled: make room, or lower `resources`.',
      'Without a majority nobody decides by itself: the page of the service says what can be done when most volumes are lost.',
    ],
  },
};

const notReady: Alert = {
  name: 'ClusterNotReady',
  severity: 'warning',
  expr: `max by (kind, namespace, name) (operator_resource_condition{type="Ready",${kind}}) == 0 ${unlessStopped}`,
  for: '15m',
  summary: `${object} is not whole`,
  description: `The condition Ready of ${object} has been False for a quarter of an hour: it has fewer healthy members than it should.`,
  runbook: {
    meaning: 'A member is missing, or not healthy, for longer than a replacement takes.',
    impact: 'Clients are served, but the next loss may be one too many.',
    look: [
      '`status.members` names the member and what is wrong with it; `status.operation` what the operator waits for.',
      '`kubectl -n NAMESPACE describe pod POD`: image, volume, node, probes.',
    ],
    remedy: [
      'What the operation or the member says. A volume on a node that is lost for good: `dataservices.dev/replace-member: "POD@TOKEN"`.',
    ],
  },
};

const stalled: Alert = {
  name: 'ClusterStalled',
  severity: 'warning',
  expr: `${condition('Stalled')} == 1`,
  for: '5m',
  summary: `${object} waits for somebody to decide`,
  description: `The condition Stalled of ${object} has been True for five minutes: the operator does nothing that could make it worse.`,
  runbook: {
    meaning: 'What was asked for cannot be done, or would cost data.',
    impact: 'The cluster runs on, and heals; changes wait.',
    look: ['The reason and the message of the condition Stalled: the message says what to do.'],
    remedy: ['Do that, or take back the last change of the object. docs/concepts.md and the page of the service list every reason.'],
  },
};

const takesLong: Alert = {
  name: 'OperationTakesLong',
  severity: 'warning',
  expr: 'max by (kind, namespace, name, operation) (operator_resource_operation) == 1',
  for: '30m',
  summary: `${object}: {{ $labels.operation }} does not end`,
  description: `${object} has been at {{ $labels.operation }} for half an hour.`,
  runbook: {
    meaning: 'One step of the operator is not done, or not followed by another. Each says in the status whom it waits for.',
    impact: 'Changes wait behind it; healing does not.',
    look: [
      '`status.operation` of the object: its message names the member and what is awaited.',
      'The log of the operator, with the name of the object.',
    ],
    remedy: ['Mend what is awaited. Copies of very much data may take this long: then nothing is to be done.'],
  },
};

const time = (which: string) => `max by (kind, namespace, name) (operator_certificate_${which}_timestamp_seconds)`;
const left = `${time('expiry')} - time()`;

const certificateExpires: Alert = {
  name: 'CertificateExpires',
  severity: 'warning',
  // Certificates that live for days are renewed every other day: of those it is a quarter of their lifetime.
  expr: `${left} < clamp_max((${time('expiry')} - ${time('not_before')}) / 4, 14 * 86400)`,
  for: '5m',
  summary: `The certificate of ${object} ends in {{ $value | humanizeDuration }}`,
  description: `The certificate that the members of ${object} present, or its authority, was not renewed, and ends in {{ $value | humanizeDuration }}.`,
  runbook: {
    meaning:
      'Certificates are renewed after two thirds of their lifetime. This one was not, and has 14 days left, or a quarter of its lifetime.',
    impact: 'None yet. When it ends every connection fails at once, those among members too.',
    look: [
      'The condition Stalled has the reason CertificateExpires, and says who has to renew it.',
      'In `spec.tls.secretName`: what renews that Secret? With cert-manager, its Certificate says why it was not.',
      'The operator renews its own when every member trusts the next one: `status.operation` says who is awaited.',
    ],
    remedy: [
      'Put the next certificate into the Secret: it is used without a restart, but of Kafka.',
      'Bring the member back that is awaited, or replace it.',
    ],
  },
};

export const clusterAlerts: AlertGroup = {
  name: 'clusters',
  title: 'Clusters of any service',
  alerts: [notAvailable, notReady, stalled, takesLong, certificateExpires, ...memberAlerts],
};

import type { Panel, Row } from '../panel.ts';

/** What the operator says of a cluster: the first thing to look at, whatever the service. */
export function conditionsRow(kind: string): Row {
  const object = `kind="${kind}",namespace="$namespace",name="$cluster"`;
  const conditions: Panel = {
    title: 'Conditions',
    description: 'What the status says: 1 holds, 0 does not, -1 is not known. Stalled is the only one that should be 0.',
    view: 'States',
    unit: 'none',
    queries: [{ expr: `max by (type) (operator_resource_condition{${object}})`, legend: '{{type}}' }],
    alert: 'ClusterNotReady',
  };
  const operation: Panel = {
    title: 'Operation',
    description: 'What the operator does or waits for, by the name of its rule. Empty at rest.',
    view: 'States',
    unit: 'none',
    queries: [{ expr: `max by (operation) (operator_resource_operation{${object}})`, legend: '{{operation}}' }],
    alert: 'OperationTakesLong',
    needs: 'Act',
  };
  const certificate: Panel = {
    title: 'Certificate, time left',
    description: 'Until the certificate of the members ends, or its authority. It is renewed when a third is left.',
    view: 'TimeSeries',
    unit: 's',
    queries: [{ expr: `max(operator_certificate_expiry_timestamp_seconds{${object}}) - time()`, legend: 'left' }],
    needs: 'Encryption',
    alert: 'CertificateExpires',
  };
  return { title: 'What the operator says', panels: [conditions, operation, certificate] };
}

/**
 * How full the volumes are.
 *
 * @param service as in the names of its volume claims
 */
export function volumePanel(service: string): Panel {
  const claims = `namespace="$namespace",persistentvolumeclaim=~"(data|log)-$cluster-${service}-[0-9]+"`;
  return {
    title: 'Volumes, part used',
    description: 'From the kubelets. Raise storage.size before one is full: volumes grow without a restart where their class allows it.',
    view: 'TimeSeries',
    unit: 'percentunit',
    max: 1,
    queries: [
      {
        expr: `1 - kubelet_volume_stats_available_bytes{${claims}} / kubelet_volume_stats_capacity_bytes{${claims}}`,
        legend: '{{persistentvolumeclaim}}',
      },
    ],
    alert: 'VolumeFillsUp',
    needs: 'Kubelets',
  };
}

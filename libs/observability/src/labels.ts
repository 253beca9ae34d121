/** What a pod's label `dataservices.dev/cluster` is called on its series: Prometheus replaces what no label may have. */
export const clusterLabel = 'dataservices_dev_cluster';

/** Groups series by the cluster that they are of. */
export const byCluster = `by (namespace, ${clusterLabel})`;

/** Matches series of the cluster that a dashboard shows. */
export const ofCluster = `namespace="$namespace",${clusterLabel}="$cluster"`;

/** Names a cluster in the text of an alert. */
export const clusterName = `{{ $labels.namespace }}/{{ $labels.${clusterLabel} }}`;

{{- /* What the RabbitMQ operator does in a namespace whose RabbitmqClusters it manages: every verb has a caller in operators/rabbitmq. */}}
{{- define "dataservices.rabbitmqRules" -}}
# Read live before a cluster is founded.
- apiGroups: [dataservices.dev]
  resources: [rabbitmqclusters]
  verbs: [get, list, watch]
- apiGroups: [dataservices.dev]
  resources: [rabbitmqclusters/status]
  verbs: [patch]
# Owner references that block deletion are refused without it, where OwnerReferencesPermissionEnforcement is on.
- apiGroups: [dataservices.dev]
  resources: [rabbitmqclusters/finalizers]
  verbs: [update]
# Server-side apply is a patch, and a create where there is nothing yet. Deleting is left to the garbage collector.
- apiGroups: [""]
  resources: [configmaps, serviceaccounts, services]
  verbs: [get, list, watch, create, patch]
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch, create, patch]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch]
# Deleted where networkPolicy.mode is set back to Disabled.
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
# Made by the StatefulSet. The operator marks pods with their role and with what they are to do, and replaces one at a time.
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, patch, delete]
# Patched for their owner references, which storage.whenDeleted asks for, for their size, and with a mark when their member leaves; deleted where storage.whenScaled asks for it.
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, watch, patch, delete]
# Never list or watch: both show the contents of every Secret. Deleted are those of users that are no longer asked for.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, create, patch, delete]
{{- end -}}

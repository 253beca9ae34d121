{{- /* What the Redis operator does in a namespace whose RedisClusters it manages: every verb has a caller in operators/redis. */}}
{{- define "dataservices.redisRules" -}}
# Read live before the journal in its status is written.
- apiGroups: [dataservices.dev]
  resources: [redisclusters]
  verbs: [get, list, watch]
- apiGroups: [dataservices.dev]
  resources: [redisclusters/status]
  verbs: [patch]
# Owner references that block deletion are refused without it, where OwnerReferencesPermissionEnforcement is on.
- apiGroups: [dataservices.dev]
  resources: [redisclusters/finalizers]
  verbs: [update]
# Server-side apply is a patch, and a create where there is nothing yet. Deleting is left to the garbage collector.
- apiGroups: [""]
  resources: [configmaps, serviceaccounts]
  verbs: [get, list, watch, create, patch]
# Deleted where readOnlyService is Disabled.
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, patch, delete]
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
# Made by the StatefulSets. The operator labels pods by their role, and replaces one at a time.
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, patch, delete]
# Patched for their owner references, which storage.whenDeleted asks for, and for their size; deleted where storage.whenScaled asks for it.
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, watch, patch, delete]
# Never list or watch: both show the contents of every Secret. The operator deletes those that it made for users that are no
# longer asked for; and whoever changes owner references must be allowed to, where OwnerReferencesPermissionEnforcement is on.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, create, patch, delete]
{{- end -}}

{{- /* Everything that the operator process does in a namespace that it manages. */}}
{{- define "dataservices.operatorRules" -}}
{{ include "dataservices.redisRules" . }}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end -}}

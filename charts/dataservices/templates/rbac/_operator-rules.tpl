{{- /* Everything that the operator process does in a namespace that it manages. */}}
{{- define "dataservices.operatorRules" -}}
{{ include "dataservices.redisRules" . }}
{{ include "dataservices.zookeeperRules" . }}
{{ include "dataservices.autoscalerRules" . }}
{{ include "dataservices.rabbitmqRules" . }}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end -}}

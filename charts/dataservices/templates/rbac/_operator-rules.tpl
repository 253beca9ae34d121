{{- /* Everything that the operator process does in a namespace that it manages. */}}
{{- define "dataservices.operatorRules" -}}
{{ if .Values.operators.redis }}{{ include "dataservices.redisRules" . }}
{{ end }}
{{- if .Values.operators.zookeeper }}{{ include "dataservices.zookeeperRules" . }}
{{ end }}
{{- if .Values.operators.autoscaler }}{{ include "dataservices.autoscalerRules" . }}
{{ end }}
{{- if .Values.operators.rabbitmq }}{{ include "dataservices.rabbitmqRules" . }}
{{ end }}
{{- if .Values.operators.kafka }}{{ include "dataservices.kafkaRules" . }}
{{ end -}}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end -}}

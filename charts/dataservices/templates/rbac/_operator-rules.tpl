{{- /* Everything that a process of operators does in a namespace that it manages: dict root, process. */}}
{{- define "dataservices.operatorRules" -}}
{{- range $operator := list "redis" "zookeeper" "autoscaler" "rabbitmq" "kafka" }}
{{- if has $operator $.process.operators }}
{{- include (printf "dataservices.%sRules" $operator) $.root | nindent 0 }}
{{- end }}
{{- end }}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end -}}

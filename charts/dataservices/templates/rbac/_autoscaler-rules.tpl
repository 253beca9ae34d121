{{- /* What the AutoScaler operator does in a namespace whose AutoScalers it manages: every verb has a caller in operators/autoscaler. */}}
{{- define "dataservices.autoscalerRules" -}}
- apiGroups: [dataservices.dev]
  resources: [autoscalers]
  verbs: [list, watch]
- apiGroups: [dataservices.dev]
  resources: [autoscalers/status]
  verbs: [patch]
# Patched for storage.size, where an AutoScaler has storage: there is no subresource for it.
- apiGroups: [dataservices.dev]
  resources: [redisclusters, zookeeperclusters, rabbitmqclusters, kafkaclusters]
  verbs: [get, list, watch, patch]
# Sizes are changed there and nowhere else.
- apiGroups: [dataservices.dev]
  resources: [redisclusters/scale, zookeeperclusters/scale, rabbitmqclusters/scale, kafkaclusters/scale]
  verbs: [update]
- apiGroups: [apps]
  resources: [statefulsets, deployments]
  verbs: [get]
- apiGroups: [apps]
  resources: [statefulsets/scale, deployments/scale]
  verbs: [update]
{{- range .Values.autoscaler.targets }}
- apiGroups: [{{ .group }}]
  resources: [{{ .resource }}]
  verbs: [get]
- apiGroups: [{{ .group }}]
  resources: [{{ .resource }}/scale]
  verbs: [get, update]
{{- end }}
# Who else scales the same.
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [list, watch]
# Credentials for Prometheus, which an AutoScaler names.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
{{- end -}}

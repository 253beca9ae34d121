{{- /* The spec of one instance, of { service, name, instance, size }: what is not said is left to the operator's defaults. */}}
{{- define "instances.spec" -}}
{{- $spec := dict }}
{{- if .size }}{{- $_ := set $spec "replicas" (int .size) }}{{- end }}
{{- with .instance }}
{{- with .version }}{{- $_ := set $spec "version" . }}{{- end }}
{{- $pullSecrets := list }}
{{- range .pullSecrets }}{{- $pullSecrets = append $pullSecrets (dict "name" .) }}{{- end }}
{{- with $pullSecrets }}{{- $_ := set $spec "imagePullSecrets" . }}{{- end }}
{{- $requests := dict }}
{{- $limits := dict }}
{{- with .cpu }}{{- $_ := set $requests "cpu" (toString .) }}{{- end }}
{{- /* As much as is asked for, and not more: a server that is killed for its memory is worse than one that says that it is full. */}}
{{- with .memory }}{{- $_ := set $requests "memory" (toString .) }}{{- $_ := set $limits "memory" (toString .) }}{{- end }}
{{- $resources := dict }}
{{- with $requests }}{{- $_ := set $resources "requests" . }}{{- end }}
{{- with $limits }}{{- $_ := set $resources "limits" . }}{{- end }}
{{- with $resources }}{{- $_ := set $spec "resources" . }}{{- end }}
{{- $storage := dict }}
{{- with .storage }}{{- $_ := set $storage "size" (toString .) }}{{- end }}
{{- with .storageClass }}{{- $_ := set $storage "className" . }}{{- end }}
{{- if .deleteData }}{{- $_ := set $storage "whenDeleted" "Delete" }}{{- end }}
{{- with $storage }}{{- $_ := set $spec "storage" . }}{{- end }}
{{- if hasKey . "tls" }}{{- $_ := set $spec "tls" (dict "mode" (ternary "Enabled" "Disabled" .tls)) }}{{- end }}
{{- if hasKey . "metrics" }}{{- $_ := set $spec "metrics" (dict "mode" (ternary "Enabled" "Disabled" .metrics)) }}{{- end }}
{{- if hasKey . "networkPolicy" }}{{- $_ := set $spec "networkPolicy" (dict "mode" (ternary "Enabled" "Disabled" .networkPolicy)) }}{{- end }}
{{- if .paused }}{{- $_ := set $spec "paused" true }}{{- end }}
{{- with .config }}{{- $_ := set $spec "config" . }}{{- end }}
{{- $pod := dict }}
{{- with .nodeSelector }}{{- $_ := set $pod "nodeSelector" . }}{{- end }}
{{- with .tolerations }}{{- $_ := set $pod "tolerations" . }}{{- end }}
{{- with $pod }}{{- $_ := set $spec "pod" . }}{{- end }}
{{- end }}
{{- with .instance.passwordSecret }}
{{- if eq $.service "zookeeper" }}
{{- /* ZooKeeper knows no password of a whole cluster: a user with a node of its own. */}}
{{- $_ := set $spec "users" (list (dict "name" "app" "secretName" .)) }}
{{- else if eq $.service "kafka" }}
{{- /* Nor does Kafka: a user, and a listener that asks for one. */}}
{{- $_ := set $spec "users" (list (dict "name" "app" "secretName" .)) }}
{{- $_ := set $spec "listeners" (list (dict "name" "clients" "port" 9092 "authentication" (dict "type" "ScramSha512"))) }}
{{- else }}
{{- $_ := set $spec "auth" (dict "secretName" .) }}
{{- end }}
{{- end }}
{{- toYaml (mergeOverwrite $spec (deepCopy (.instance.spec | default dict))) }}
{{- end -}}

{{- /* Labels of all that an instance has, of { root, instance }. */}}
{{- define "instances.labels" -}}
{{- with .instance.labels }}
{{- toYaml . }}
{{ end -}}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

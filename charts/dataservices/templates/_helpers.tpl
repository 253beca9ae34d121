{{- define "dataservices.operator" -}}
{{ .Release.Name }}-operator
{{- end -}}

{{- define "dataservices.selector" -}}
app.kubernetes.io/name: dataservices-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "dataservices.labels" -}}
{{ include "dataservices.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: dataservices
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- /* There is no default: whoever owns that name in a public registry could put there what runs with the operators' permissions. */}}
{{- define "dataservices.image" -}}
{{- $repository := required "image.repository: name the operators' image in a registry of yours, since none is published. \"npm run images -- --push PREFIX operator\" builds it and pushes it to PREFIX/dataservices/operator; docs/install.md says which other ways there are" .Values.image.repository }}
{{- $digest := empty .Values.image.digest | ternary "" (printf "@%s" .Values.image.digest) }}
{{- printf "%s:%s%s" $repository (.Values.image.tag | default .Chart.AppVersion) $digest }}
{{- end -}}

{{- /* The operators that run, as a list in JSON. */}}
{{- define "dataservices.enabled" -}}
{{- $enabled := list }}
{{- range $name, $isOn := .Values.operators }}
{{- if $isOn }}{{- $enabled = append $enabled $name }}{{- end }}
{{- end }}
{{- if not $enabled }}{{- fail "operators: set at least one of them to true" }}{{- end }}
{{- $enabled | toJson }}
{{- end -}}

{{- /*
The processes that the operators run in, as a list in JSON: of each its name, its operators, its Lease and the labels that tell its pods from those of others.
*/}}
{{- define "dataservices.processes" -}}
{{- $enabled := include "dataservices.enabled" . | fromJsonArray }}
{{- $processes := list }}
{{- if eq .Values.layout "PerService" }}
{{- range $enabled }}
{{- $name := printf "%s-%s-operator" $.Release.Name . }}
{{- $processes = append $processes (dict "name" $name "operators" (list .) "lease" (printf "dataservices-operators-%s" .) "labels" (dict "app.kubernetes.io/component" .)) }}
{{- end }}
{{- else }}
{{- $processes = list (dict "name" (include "dataservices.operator" .) "operators" $enabled "lease" "dataservices-operators" "labels" dict) }}
{{- end }}
{{- $processes | toJson }}
{{- end -}}

{{- /* Of one process: dict root, process. */}}
{{- define "dataservices.processSelector" -}}
{{ include "dataservices.selector" .root }}
{{- range $key, $value := .process.labels }}
{{ $key }}: {{ $value }}
{{- end }}
{{- end -}}

{{- /* The pods of one process as peers of a NetworkPolicy, in JSON. */}}
{{- define "dataservices.operatorPeers" -}}
{{- $namespace := dict "matchLabels" (dict "kubernetes.io/metadata.name" .root.Release.Namespace) }}
{{- $pods := dict "matchLabels" (include "dataservices.processSelector" . | fromYaml) }}
{{- list (dict "namespaceSelector" $namespace "podSelector" $pods) | toJson }}
{{- end -}}

{{- define "dataservices.processLabels" -}}
{{ include "dataservices.labels" .root }}
{{- range $key, $value := .process.labels }}
{{ $key }}: {{ $value }}
{{- end }}
{{- end -}}

{{- define "dataservices.processSubject" -}}
- kind: ServiceAccount
  name: {{ .process.name }}
  namespace: {{ .root.Release.Namespace }}
{{- end -}}

{{- /* A Deployment of this release with the other layout whose processes may run, if the API server can be asked. */}}
{{- define "dataservices.otherLayout" -}}
{{- range (lookup "apps/v1" "Deployment" .Release.Namespace "").items }}
{{- $labels := .metadata.labels | default dict }}
{{- $isOurs := and (eq (index $labels "app.kubernetes.io/name" | default "") "dataservices-operator") (eq (index $labels "app.kubernetes.io/instance" | default "") $.Release.Name) }}
{{- $isOtherLayout := ne (hasKey $labels "app.kubernetes.io/component") (eq $.Values.layout "PerService") }}
{{- if and $isOurs $isOtherLayout (gt (int .spec.replicas) 0) }}{{ .metadata.name }} {{ end }}
{{- end }}
{{- end -}}

{{- /* Where alerts and panels link to. A link that leads nowhere is found out by whoever is woken up. */}}
{{- define "dataservices.runbooks" -}}
{{- required "monitoring.runbooks: name where you serve docs/runbooks, such as https://wiki.example.com/dataservices/runbooks, since alerts and dashboards link there; any view of this repository at the version that you install will do" .Values.monitoring.runbooks }}
{{- end -}}

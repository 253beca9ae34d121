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

{{- define "dataservices.subject" -}}
- kind: ServiceAccount
  name: {{ include "dataservices.operator" . }}
  namespace: {{ .Release.Namespace }}
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

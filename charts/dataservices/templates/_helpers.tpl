{{- /* The name of what is there once, and of the process where there is one alone. */}}
{{- define "dataservices.operator" -}}
{{ .Values.fullnameOverride | default (printf "%s-%s" .Release.Name (.Values.nameOverride | default "operator")) }}
{{- end -}}

{{- /* Of a process of one operator: dict root, operator. */}}
{{- define "dataservices.operatorOf" -}}
{{- if .root.Values.fullnameOverride }}
{{- printf "%s-%s" .root.Values.fullnameOverride .operator }}
{{- else }}
{{- printf "%s-%s-%s" .root.Release.Name .operator (.root.Values.nameOverride | default "operator") }}
{{- end }}
{{- end -}}

{{- define "dataservices.selector" -}}
app.kubernetes.io/name: dataservices-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "dataservices.labels" -}}
{{ include "dataservices.labelsAnd" (dict "root" . "labels" dict) }}
{{- end -}}

{{- /* With further labels of one object: dict root, labels. */}}
{{- define "dataservices.labelsAnd" -}}
{{- with merge (deepCopy .labels) .root.Values.commonLabels }}
{{- toYaml . }}
{{ end }}
{{- include "dataservices.ownLabels" .root }}
{{- end -}}

{{- define "dataservices.ownLabels" -}}
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
{{- $name := include "dataservices.operatorOf" (dict "root" $ "operator" .) }}
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
{{ include "dataservices.processLabelsAnd" (merge (dict "labels" dict) .) }}
{{- end -}}

{{- /* With further labels: dict root, process, labels. */}}
{{- define "dataservices.processLabelsAnd" -}}
{{ include "dataservices.labelsAnd" . }}
{{- range $key, $value := .process.labels }}
{{ $key }}: {{ $value }}
{{- end }}
{{- end -}}

{{- /* The account of one process: dict root, process. */}}
{{- define "dataservices.account" -}}
{{- if and .root.Values.serviceAccount.name (eq .root.Values.layout "PerService") }}
{{- fail "serviceAccount.name: with layout PerService each process has an account of its own, of the process' name. Leave it empty, or use layout Combined" }}
{{- end }}
{{- .root.Values.serviceAccount.name | default .process.name }}
{{- end -}}

{{- define "dataservices.processSubject" -}}
- kind: ServiceAccount
  name: {{ include "dataservices.account" . }}
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

{{- /* A Deployment of another release that runs an operator of this one for a namespace of this one, if the API server can be asked. */}}
{{- define "dataservices.otherRelease" -}}
{{- $operators := include "dataservices.enabled" . | fromJsonArray }}
{{- range (lookup "apps/v1" "Deployment" "" "").items }}
{{- $labels := .metadata.labels | default dict }}
{{- $isOperator := eq (index $labels "app.kubernetes.io/name" | default "") "dataservices-operator" }}
{{- $isOurs := and (eq (index $labels "app.kubernetes.io/instance" | default "") $.Release.Name) (eq .metadata.namespace $.Release.Namespace) }}
{{- if and $isOperator (not $isOurs) (gt (int .spec.replicas) 0) }}
{{- $told := dict }}
{{- range (first .spec.template.spec.containers).env }}{{- $_ := set $told .name (.value | default "") }}{{- end }}
{{- $namespaces := splitList "," (get $told "WATCH_NAMESPACES") | compact }}
{{- $shared := false }}
{{- range splitList "," (get $told "OPERATORS") }}{{- if has . $operators }}{{- $shared = true }}{{- end }}{{- end }}
{{- $overlaps := or (empty $namespaces) (empty $.Values.watchNamespaces) }}
{{- range $namespaces }}{{- if has . $.Values.watchNamespaces }}{{- $overlaps = true }}{{- end }}{{- end }}
{{- if and $shared $overlaps }}{{ .metadata.namespace }}/{{ .metadata.name }} {{ end }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* A Deployment of another release in this namespace that waits for the Lease of a process of this one, if the API server can be asked. */}}
{{- define "dataservices.leaseHolder" -}}
{{- $leases := list }}
{{- range include "dataservices.processes" . | fromJsonArray }}{{- $leases = append $leases .lease }}{{- end }}
{{- range (lookup "apps/v1" "Deployment" .Release.Namespace "").items }}
{{- $labels := .metadata.labels | default dict }}
{{- $isOthers := and (eq (index $labels "app.kubernetes.io/name" | default "") "dataservices-operator") (ne (index $labels "app.kubernetes.io/instance" | default "") $.Release.Name) }}
{{- $lease := "dataservices-operators" }}
{{- if $isOthers }}
{{- range (first .spec.template.spec.containers).env }}{{- if eq .name "LEASE_NAME" }}{{- $lease = .value }}{{- end }}{{- end }}
{{- end }}
{{- if and $isOthers (has $lease $leases) (gt (int .spec.replicas) 0) }}{{ .metadata.name }} {{ end }}
{{- end }}
{{- end -}}

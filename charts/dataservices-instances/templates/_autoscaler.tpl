{{- /* The spec of the AutoScaler of one instance, of { Files, service, kind, name, instance }. */}}
{{- define "instances.autoscaler" -}}
{{- $where := printf "%s.%s.autoscaler" .service .name }}
{{- $autoscaler := .instance.autoscaler }}
{{- $preset := index (.Files.Get "files/autoscaling.yaml" | fromYaml) .service }}
{{- $spec := dict "scaleTargetRef" (dict "apiVersion" "dataservices.dev/v1alpha1" "kind" .kind "name" .name) }}
{{- /* As many as an instance has that says nothing: a smaller one has to be meant. */}}
{{- $_ := set $spec "minReplicas" ($autoscaler.min | default 3) }}
{{- $_ := set $spec "maxReplicas" (required (printf "%s.max is needed: the most members" $where) $autoscaler.max) }}
{{- with $autoscaler.prometheus }}{{- $_ := set $spec "prometheus" (dict "address" .) }}{{- end }}
{{- with $autoscaler.sizes }}{{- $_ := set $spec "sizes" (dict "allowed" .) }}{{- end }}
{{- with $autoscaler.mode }}{{- $_ := set $spec "mode" . }}{{- end }}
{{- if $preset.vetoes }}{{- $_ := set $spec "vetoes" $preset.vetoes }}{{- end }}
{{- if not (hasKey ($autoscaler.spec | default dict) "metrics") }}
{{- if eq (toString .instance.metrics) "false" }}{{- fail (printf "%s needs metrics, which are switched off for %s" $where .name) }}{{- end }}
{{- $name := $autoscaler.metric | default (first $preset.metrics).name }}
{{- $names := list }}
{{- range $preset.metrics }}
{{- $names = append $names .name }}
{{- if eq .name $name }}
{{- $amount := required (printf "%s.target is needed: how much of %s is right" $where $name) $autoscaler.target }}
{{- $target := dict "type" .type (ternary "averageValue" "value" (eq .type "AverageValue")) $amount }}
{{- $_ := set $spec "metrics" (list (dict "name" .name "query" .query "target" $target)) }}
{{- end }}
{{- end }}
{{- if not (has $name $names) }}{{- fail (printf "%s.metric: no %s for %s, but %s" $where $name .service (join ", " $names)) }}{{- end }}
{{- end }}
{{- toYaml (mergeOverwrite $spec (deepCopy ($autoscaler.spec | default dict))) }}
{{- end -}}

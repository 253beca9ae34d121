{{- /*
What helm does to the size of an instance with an AutoScaler, of { Release, service, kind, name, instance }: either a size that it renders or
nothing. A size that was rendered once has to be rendered ever after, since taking it out would make helm reset it to the default: then it is
the one that the cluster has. One that never was must never be, lest a rollback to it resets the size.
*/}}
{{- define "instances.size" -}}
{{- if hasKey (.instance.spec | default dict) "replicas" }}
{{- fail (printf "%s.%s: spec.replicas is the AutoScaler's, which autoscaler asks for" .service .name) }}
{{- end }}
{{- $asked := -1 }}
{{- if hasKey .instance "size" }}{{- $asked = int .instance.size }}{{- end }}
{{- $live := lookup "dataservices.dev/v1alpha1" .kind .Release.Namespace .name }}
{{- $wasRendered := and $live (ne (dig "metadata" "annotations" (include "instances.sizeAnnotation" .) "" $live) "AutoScaler") }}
{{- if eq $asked 0 }}
{{- $asked }}
{{- else if $wasRendered }}
{{- $has := int (dig "spec" "replicas" 0 $live) }}
{{- /* A cluster that is stopped begins again with the size that is said. */}}
{{- ternary $asked $has (and (eq $has 0) (gt $asked 0)) }}
{{- end }}
{{- end -}}

{{- /* Says on a custom resource that its size is the AutoScaler's alone: helm has never given one. */}}
{{- define "instances.sizeAnnotation" -}}
instances.dataservices.dev/size
{{- end -}}

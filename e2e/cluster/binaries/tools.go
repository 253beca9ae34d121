//go:build tools

// Package tools pins the third-party programs that are built from this module, so that all of them share one build cache.
package tools

import (
	_ "github.com/oliver006/redis_exporter"
	_ "go.etcd.io/etcd/server/v3"
	_ "helm.sh/helm/v3/cmd/helm"
)

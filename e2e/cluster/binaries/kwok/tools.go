//go:build tools

// Package tools pins kwok, which is built from a module of its own: its release follows another minor version of Kubernetes.
package tools

import _ "sigs.k8s.io/kwok/cmd/kwok"

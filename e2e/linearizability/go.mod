module dataservices.dev/e2e/linearizability

go 1.24

require github.com/anishathalye/porcupine v1.0.0

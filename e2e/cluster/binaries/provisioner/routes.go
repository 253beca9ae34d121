package main

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// setRoutes leads each address to a node, in the network namespace that this process runs in, and leads no other one anywhere.
func (b *balancer) setRoutes(ctx context.Context, owners map[netip.Addr]*corev1.Service) error {
	listed, err := output(ctx, "ip", "-4", "route", "show", "root", addresses.String())
	if err != nil {
		return err
	}
	ready, err := b.readyNodes()
	if err != nil {
		return err
	}
	wanted := map[string]string{}
	for address, service := range owners {
		if gateway := b.gateway(service, ready); gateway != "" {
			wanted[address.String()] = gateway
		}
	}
	var failures []error
	for _, line := range strings.Split(listed, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 3 {
			continue
		}
		if gateway := wanted[fields[0]]; gateway == fields[2] {
			delete(wanted, fields[0])
		} else if gateway == "" {
			failures = append(failures, run(ctx, "ip", "-4", "route", "delete", fields[0]))
		}
	}
	for address, gateway := range wanted {
		failures = append(failures, run(ctx, "ip", "-4", "route", "replace", address, "via", gateway))
	}
	return errors.Join(failures...)
}

// gateway is the address of the node to send the Service's traffic to, or nothing.
func (b *balancer) gateway(service *corev1.Service, ready map[string]string) string {
	slicesOf, err := b.endpoints.EndpointSlices(service.Namespace).List(labels.SelectorFromSet(labels.Set{discoveryv1.LabelServiceName: service.Name}))
	if err != nil {
		return ""
	}
	var near []string
	for _, slice := range slicesOf {
		for _, endpoint := range slice.Endpoints {
			if endpoint.NodeName != nil && endpoint.Conditions.Ready != nil && *endpoint.Conditions.Ready && ready[*endpoint.NodeName] != "" {
				near = append(near, *endpoint.NodeName)
			}
		}
	}
	if len(near) == 0 {
		for node := range ready {
			near = append(near, node)
		}
	}
	if len(near) == 0 {
		return ""
	}
	return ready[slices.Min(near)]
}

func (b *balancer) readyNodes() (map[string]string, error) {
	nodes, err := b.nodes.List(labels.Everything())
	if err != nil {
		return nil, err
	}
	ready := map[string]string{}
	for _, node := range nodes {
		isReady := slices.ContainsFunc(node.Status.Conditions, func(condition corev1.NodeCondition) bool {
			return condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue
		})
		for _, address := range node.Status.Addresses {
			if isReady && address.Type == corev1.NodeInternalIP {
				ready[node.Name] = address.Address
			}
		}
	}
	return ready, nil
}

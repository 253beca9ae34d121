package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	discoverylisters "k8s.io/client-go/listers/discovery/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"
)

// addresses lie beside the nodes' own network, and no node has one: what is sent there needs the routes below.
var addresses = netip.MustParsePrefix("10.89.1.0/24")

// balancer gives every Service of type LoadBalancer an address, and leads it to a node that is Ready, one with an endpoint before
// others. The rest is done by kube-proxy on that node; on nodes and in pods it catches the address before any route is asked.
type balancer struct {
	client    kubernetes.Interface
	services  corelisters.ServiceLister
	nodes     corelisters.NodeLister
	endpoints discoverylisters.EndpointSliceLister
	// Holds at most one wish to look at everything again.
	changed chan struct{}
}

func newBalancer(client kubernetes.Interface, factory informers.SharedInformerFactory) *balancer {
	services, nodes, endpoints := factory.Core().V1().Services(), factory.Core().V1().Nodes(), factory.Discovery().V1().EndpointSlices()
	b := &balancer{client: client, services: services.Lister(), nodes: nodes.Lister(), endpoints: endpoints.Lister(), changed: make(chan struct{}, 1)}
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { b.notify() },
		UpdateFunc: func(_, _ any) { b.notify() },
		DeleteFunc: func(any) { b.notify() },
	}
	for _, informer := range []cache.SharedIndexInformer{services.Informer(), nodes.Informer(), endpoints.Informer()} {
		_, _ = informer.AddEventHandler(handler)
	}
	return b
}

func (b *balancer) notify() {
	select {
	case b.changed <- struct{}{}:
	default:
	}
}

func (b *balancer) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.changed:
		}
		if err := b.sync(ctx); err != nil {
			klog.Errorf("load balancers: %v", err)
			time.AfterFunc(time.Second, b.notify)
		}
	}
}

func (b *balancer) sync(ctx context.Context) error {
	services, err := b.services.List(labels.Everything())
	if err != nil {
		return err
	}
	// The oldest first: an address that two of them name stays with the one that had it.
	slices.SortFunc(services, func(one, other *corev1.Service) int {
		return one.CreationTimestamp.Compare(other.CreationTimestamp.Time)
	})
	owners := map[netip.Addr]*corev1.Service{}
	var failures []error
	var waiting []*corev1.Service
	for _, service := range services {
		address := addressOf(service)
		switch {
		case isOurs(service) && address.IsValid() && owners[address] == nil:
			owners[address] = service
		case isOurs(service):
			waiting = append(waiting, service)
		case address.IsValid() && service.Spec.Type != corev1.ServiceTypeLoadBalancer:
			failures = append(failures, b.setAddress(ctx, service, netip.Addr{}))
		}
	}
	for _, service := range waiting {
		address, err := lowestFree(owners)
		if err == nil {
			err = b.setAddress(ctx, service, address)
		}
		if err == nil {
			owners[address] = service
		}
		failures = append(failures, err)
	}
	return errors.Join(append(failures, b.setRoutes(ctx, owners))...)
}

func isOurs(service *corev1.Service) bool {
	return service.Spec.Type == corev1.ServiceTypeLoadBalancer && service.Spec.LoadBalancerClass == nil && service.DeletionTimestamp == nil
}

func addressOf(service *corev1.Service) netip.Addr {
	for _, ingress := range service.Status.LoadBalancer.Ingress {
		if address, err := netip.ParseAddr(ingress.IP); err == nil && addresses.Contains(address) {
			return address
		}
	}
	return netip.Addr{}
}

func lowestFree(owners map[netip.Addr]*corev1.Service) (netip.Addr, error) {
	for address := addresses.Addr().Next(); addresses.Contains(address); address = address.Next() {
		if owners[address] == nil {
			return address, nil
		}
	}
	return netip.Addr{}, fmt.Errorf("all of %s is in use", addresses)
}

func (b *balancer) setAddress(ctx context.Context, service *corev1.Service, address netip.Addr) error {
	ingress := []corev1.LoadBalancerIngress{}
	if address.IsValid() {
		ingress = append(ingress, corev1.LoadBalancerIngress{IP: address.String()})
	}
	patch, err := json.Marshal(map[string]any{
		"metadata": map[string]any{"resourceVersion": service.ResourceVersion},
		"status":   map[string]any{"loadBalancer": map[string]any{"ingress": ingress}},
	})
	if err != nil {
		return err
	}
	_, err = b.client.CoreV1().Services(service.Namespace).Patch(ctx, service.Name, types.MergePatchType, patch, metav1.PatchOptions{}, "status")
	return err
}

package main

import (
	"context"
	"encoding/json"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
)

// expander grows volumes whose claims ask for more than they have. The API server admits that only where the StorageClass allows
// it, and refuses to shrink.
type expander struct {
	client   kubernetes.Interface
	claims   corelisters.PersistentVolumeClaimLister
	queue    workqueue.TypedRateLimitingInterface[cache.ObjectName]
	root     string
	recorder record.EventRecorder
}

func newExpander(client kubernetes.Interface, factory informers.SharedInformerFactory, root string, recorder record.EventRecorder) *expander {
	informer := factory.Core().V1().PersistentVolumeClaims()
	queue := workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[cache.ObjectName]())
	add := func(object any) {
		if key, err := cache.ObjectToName(object); err == nil {
			queue.Add(key)
		}
	}
	_, _ = informer.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: add, UpdateFunc: func(_, object any) { add(object) }})
	return &expander{client: client, claims: informer.Lister(), queue: queue, root: root, recorder: recorder}
}

func (e *expander) run(ctx context.Context) {
	context.AfterFunc(ctx, e.queue.ShutDown)
	for {
		key, stopped := e.queue.Get()
		if stopped {
			return
		}
		if err := e.sync(ctx, key); err != nil {
			klog.Errorf("growing the volume of %s: %v", key, err)
			e.queue.AddRateLimited(key)
		} else {
			e.queue.Forget(key)
		}
		e.queue.Done(key)
	}
}

func (e *expander) sync(ctx context.Context, key cache.ObjectName) error {
	claim, err := e.claims.PersistentVolumeClaims(key.Namespace).Get(key.Name)
	if errors.IsNotFound(err) {
		return nil
	}
	if err != nil || !wantsMore(claim) {
		return err
	}
	volume, err := e.client.CoreV1().PersistentVolumes().Get(ctx, claim.Spec.VolumeName, metav1.GetOptions{})
	if err != nil {
		return err
	}
	if volume.Annotations["pv.kubernetes.io/provisioned-by"] != name {
		return nil
	}
	if err := e.grow(ctx, claim, volume); err != nil {
		e.recorder.Event(claim, corev1.EventTypeWarning, "VolumeResizeFailed", err.Error())
		return err
	}
	e.recorder.Event(claim, corev1.EventTypeNormal, "VolumeResizeSuccessful", "the volume and its file system have grown")
	return nil
}

func wantsMore(claim *corev1.PersistentVolumeClaim) bool {
	requested := claim.Spec.Resources.Requests[corev1.ResourceStorage]
	has, known := claim.Status.Capacity[corev1.ResourceStorage]
	return claim.Status.Phase == corev1.ClaimBound && known && requested.Cmp(has) > 0
}

// The volume first: a claim that says it has grown is believed.
func (e *expander) grow(ctx context.Context, claim *corev1.PersistentVolumeClaim, volume *corev1.PersistentVolume) error {
	system, isFile, err := locate(e.root, volume)
	if err != nil || !isFile {
		return err
	}
	requested := claim.Spec.Resources.Requests[corev1.ResourceStorage]
	size, err := system.grow(ctx, requested.Value())
	if err != nil {
		return err
	}
	capacity := map[string]any{"capacity": map[string]any{"storage": resource.NewQuantity(size, resource.BinarySI).String()}}
	patch, err := json.Marshal(map[string]any{"spec": capacity})
	if err != nil {
		return err
	}
	if _, err := e.client.CoreV1().PersistentVolumes().Patch(ctx, volume.Name, types.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
		return err
	}
	if patch, err = json.Marshal(map[string]any{"status": capacity}); err != nil {
		return err
	}
	_, err = e.client.CoreV1().PersistentVolumeClaims(claim.Namespace).Patch(ctx, claim.Name, types.MergePatchType, patch, metav1.PatchOptions{}, "status")
	return err
}

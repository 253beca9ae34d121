// Command provisioner stands for what a cloud gives to a cluster: volumes, their growth, and addresses of load balancers.
// All nodes share the machine's file system, so one process serves them all and needs no helper pod.
package main

import (
	"context"
	"flag"
	"os/signal"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/record"
	"k8s.io/klog/v2"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

const name = "dataservices.dev/node-local"

// Everything is looked at again this often, whatever was missed.
const resync = time.Minute

func main() {
	kubeconfig := flag.String("kubeconfig", "", "path of the kubeconfig")
	root := flag.String("root", "", "folder that holds the volumes")
	flag.Parse()
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil || *root == "" {
		klog.Fatalf("usage: provisioner --kubeconfig FILE --root FOLDER: %v", err)
	}
	ctx, stop := signal.NotifyContext(klog.NewContext(context.Background(), klog.Background()), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	client := kubernetes.NewForConfigOrDie(config)
	factory := informers.NewSharedInformerFactory(client, resync)
	expander := newExpander(client, factory, *root, newRecorder(ctx, client))
	balancer := newBalancer(client, factory)
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	go expander.run(ctx)
	go balancer.run(ctx)
	controller.NewProvisionController(ctx, client, name, provisioner{root: *root}, controller.LeaderElection(false)).Run(ctx)
}

func newRecorder(ctx context.Context, client kubernetes.Interface) record.EventRecorder {
	broadcaster := record.NewBroadcaster(record.WithContext(ctx))
	broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: client.CoreV1().Events("")})
	return broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: name})
}

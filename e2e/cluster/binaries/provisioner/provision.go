package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

const (
	hostname = "kubernetes.io/hostname"
	// A StorageClass with this parameter gets volumes of a size of their own: a file each, with a file system in it.
	backing     = "backing"
	backingFile = "file"
)

type provisioner struct{ root string }

// Provision makes a volume on the node that the scheduler chose.
func (p provisioner) Provision(ctx context.Context, options controller.ProvisionOptions) (*corev1.PersistentVolume, controller.ProvisioningState, error) {
	node := options.SelectedNodeName
	if node == "" {
		return nil, controller.ProvisioningFinished, errors.New("no node was selected: the StorageClass must use WaitForFirstConsumer")
	}
	path := filepath.Join(p.root, node, options.PVName)
	capacity := options.PVC.Spec.Resources.Requests[corev1.ResourceStorage]
	if options.StorageClass.Parameters[backing] == backingFile {
		system := fileSystem{path}
		size, err := system.create(ctx, capacity.Value())
		if err != nil {
			return nil, controller.ProvisioningInBackground, err
		}
		path, capacity = system.data(), *resource.NewQuantity(size, resource.BinarySI)
	}
	if err := makeFolder(path); err != nil {
		return nil, controller.ProvisioningInBackground, err
	}
	return newVolume(options, node, path, capacity), controller.ProvisioningFinished, nil
}

// Delete takes the volume away; it refuses any path that is not one of this cluster's volumes.
func (p provisioner) Delete(ctx context.Context, volume *corev1.PersistentVolume) error {
	system, isFile, err := locate(p.root, volume)
	if err != nil {
		return err
	}
	if isFile {
		return system.remove(ctx)
	}
	return os.RemoveAll(system.mount)
}

func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return err
	}
	// MkdirAll obeys the umask; a pod runs as any user.
	return os.Chmod(path, 0o777)
}

// locate tells where a volume is, and whether it has a file of its own.
func locate(root string, volume *corev1.PersistentVolume) (fileSystem, bool, error) {
	if volume.Spec.Local == nil {
		return fileSystem{}, false, errors.New("not a local volume")
	}
	path := filepath.Clean(volume.Spec.Local.Path)
	mount := path
	if filepath.Base(path) == dataFolder {
		mount = filepath.Dir(path)
	}
	if filepath.Dir(filepath.Dir(mount)) != filepath.Clean(root) || filepath.Base(mount) != volume.Name {
		return fileSystem{}, false, errors.New("refused: " + path + " is not a volume of this cluster")
	}
	return fileSystem{mount}, mount != path, nil
}

func newVolume(options controller.ProvisionOptions, node, path string, capacity resource.Quantity) *corev1.PersistentVolume {
	mode := corev1.PersistentVolumeFilesystem
	return &corev1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: options.PVName},
		Spec: corev1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *options.StorageClass.ReclaimPolicy,
			AccessModes:                   options.PVC.Spec.AccessModes,
			VolumeMode:                    &mode,
			Capacity:                      corev1.ResourceList{corev1.ResourceStorage: capacity},
			PersistentVolumeSource:        corev1.PersistentVolumeSource{Local: &corev1.LocalVolumeSource{Path: path}},
			NodeAffinity: &corev1.VolumeNodeAffinity{Required: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{
				MatchExpressions: []corev1.NodeSelectorRequirement{{Key: hostname, Operator: corev1.NodeSelectorOpIn, Values: []string{node}}},
			}}}},
		},
	}
}

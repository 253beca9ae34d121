package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	// Pods get a folder of the file system, so that its root can hold what they must not see, such as the file that fills it.
	dataFolder = "data"
	// mkfs.xfs refuses less than 300 MB.
	smallest = 320 << 20
	block    = 4096
)

// fileSystem is a volume with a size of its own: XFS on a sparse file. XFS, because it grows while it is mounted with no more than
// the right to mount; ext4 wants CAP_SYS_RESOURCE for that, which root does not have in every container.
type fileSystem struct{ mount string }

func (s fileSystem) file() string { return s.mount + ".img" }
func (s fileSystem) data() string { return filepath.Join(s.mount, dataFolder) }

// create makes and mounts the file system, and returns its size in bytes. It may be repeated after any failure.
func (s fileSystem) create(ctx context.Context, size int64) (int64, error) {
	size = max(roundUp(size), smallest)
	if mounted, err := s.isMounted(ctx); err != nil || mounted {
		return size, err
	}
	if err := os.MkdirAll(s.mount, 0o755); err != nil {
		return 0, err
	}
	if err := os.WriteFile(s.file(), nil, 0o600); err != nil {
		return 0, err
	}
	if err := os.Truncate(s.file(), size); err != nil {
		return 0, err
	}
	if err := run(ctx, "mkfs.xfs", "-q", s.file()); err != nil {
		return 0, err
	}
	// The kernel detaches a loop device that mount made with the last mount of it, however that ends.
	return size, run(ctx, "mount", "-t", "xfs", "-o", "loop,discard", s.file(), s.mount)
}

// grow makes the file system at least as large as this, while it is in use, and returns its size in bytes.
func (s fileSystem) grow(ctx context.Context, size int64) (int64, error) {
	mounted, err := s.isMounted(ctx)
	if err != nil {
		return 0, err
	}
	if !mounted {
		return 0, errors.New(s.mount + " is not mounted")
	}
	info, err := os.Stat(s.file())
	if err != nil {
		return 0, err
	}
	size = max(roundUp(size), info.Size())
	if err := os.Truncate(s.file(), size); err != nil {
		return 0, err
	}
	device, err := output(ctx, "losetup", "--associated", s.file(), "--noheadings", "--output", "NAME")
	if err != nil {
		return 0, err
	}
	if err := run(ctx, "losetup", "--set-capacity", device); err != nil {
		return 0, err
	}
	return size, run(ctx, "xfs_growfs", s.mount)
}

// remove unmounts the file system and deletes its file. It may be repeated after any failure.
func (s fileSystem) remove(ctx context.Context) error {
	mounted, err := s.isMounted(ctx)
	if err != nil {
		return err
	}
	if mounted {
		if err := run(ctx, "umount", s.mount); err != nil {
			return err
		}
	}
	// Remove, not RemoveAll: whatever is still in there was not unmounted.
	for _, path := range []string{s.mount, s.file()} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (s fileSystem) isMounted(ctx context.Context) (bool, error) {
	err := exec.CommandContext(ctx, "mountpoint", "--quiet", s.mount).Run()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return false, nil
	}
	return err == nil, err
}

func roundUp(size int64) int64 { return (size + block - 1) / block * block }

func run(ctx context.Context, program string, args ...string) error {
	_, err := output(ctx, program, args...)
	return err
}

func output(ctx context.Context, program string, args ...string) (string, error) {
	text, err := exec.CommandContext(ctx, program, args...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, strings.TrimSpace(string(text)))
	}
	return strings.TrimSpace(string(text)), nil
}

package goredis

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// binding reads an entry of the binding Secret, mounted as a folder.
func binding(key string) string {
	content, err := os.ReadFile(filepath.Join("/bindings/redis", key))
	if err != nil {
		panic(err)
	}
	return string(content)
}

func Connect() *redis.Client {
	return redis.NewFailoverClient(&redis.FailoverOptions{
		MasterName:       binding("sentinel.master"),
		SentinelAddrs:    strings.Split(binding("sentinel.nodes"), ","),
		SentinelUsername: binding("sentinel.username"),
		SentinelPassword: binding("sentinel.password"),
		Username:         binding("username"),
		Password:         binding("password"),
		DialTimeout:      time.Second,
		ReadTimeout:      time.Second,
		WriteTimeout:     time.Second,
		// 15 s of pauses at most, none of them long: the last may begin just before another leads.
		MaxRetries:      30,
		MaxRetryBackoff: 500 * time.Millisecond,
	})
}

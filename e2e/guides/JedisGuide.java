import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

final class JedisGuide {
  private static final Pattern PASSING = Pattern.compile("READONLY|LOADING|NOREPLICAS|MASTERDOWN");

  /** An entry of the binding Secret, mounted as a folder. */
  private static String binding(String key) {
    try {
      return Files.readString(Path.of("/bindings/redis", key));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static JedisClientConfig login(String prefix) {
    return DefaultJedisClientConfig.builder()
        .user(binding(prefix + "username"))
        .password(binding(prefix + "password"))
        .connectionTimeoutMillis(1000)
        .socketTimeoutMillis(1000)
        .build();
  }

  static RedisSentinelClient connect() {
    Set<HostAndPort> sentinels = Arrays.stream(binding("sentinel.nodes").split(",")).map(HostAndPort::from).collect(Collectors.toSet());
    return RedisSentinelClient.builder()
        .masterName(binding("sentinel.master"))
        .clientConfig(login(""))
        .sentinels(sentinels)
        .sentinelClientConfig(login("sentinel."))
        .build();
  }

  /** Tries again what failed for want of a master, for half a minute: it may have been done the first time. */
  static <T> T retrying(Supplier<T> work) throws InterruptedException {
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        return work.get();
      } catch (JedisException error) {
        if (!passes(error) || System.nanoTime() > endNanos) throw error;
        Thread.sleep(100);
      }
    }
  }

  /** Whether it is about the connection, or an answer that a master gives that has just begun or is none any more. */
  private static boolean passes(JedisException error) {
    return !(error instanceof JedisDataException) || PASSING.matcher(error.getMessage()).lookingAt();
  }
}

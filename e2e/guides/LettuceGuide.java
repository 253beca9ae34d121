import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.internal.HostAndPort;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

final class LettuceGuide {
  /** The first connection of a process takes its time: a thousand classes are loaded for it. */
  private static final Duration CONNECTING = Duration.ofSeconds(3);

  private final RedisClient client = RedisClient.create(ClientResources.builder().reconnectDelay(Delay.constant(Duration.ofMillis(100))).build());
  private final RedisURI uri;
  private volatile StatefulRedisConnection<String, String> master;

  LettuceGuide() {
    client.setOptions(ClientOptions.builder()
        .timeoutOptions(TimeoutOptions.enabled(Duration.ofSeconds(1)))
        .socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(1)).build())
        // Not sent again after a reconnect: WAIT would speak of another connection's writes.
        .replayFilter(command -> command.getType() == CommandType.WAIT)
        .build());
    RedisURI.Builder builder = RedisURI.builder()
        .withSentinelMasterId(binding("sentinel.master"))
        .withAuthentication(binding("username"), binding("password").toCharArray())
        .withTimeout(CONNECTING);
    for (String node : binding("sentinel.nodes").split(",")) builder.withSentinel(sentinel(HostAndPort.parse(node)));
    uri = builder.build();
    master = client.connect(StringCodec.UTF8, uri);
    uri.getSentinels().forEach(this::listen);
  }

  /** To who is the master now: to be asked for before each use. */
  StatefulRedisConnection<String, String> connection() {
    return master;
  }

  /** A connection that is lost asks the sentinels by itself. One to a master that is silent is only given up for what they announce. */
  private void listen(RedisURI sentinel) {
    client.connectPubSubAsync(StringCodec.UTF8, sentinel).whenComplete((subscription, error) -> {
      if (error != null) {
        later(200, () -> listen(sentinel));
        return;
      }
      subscription.addListener(new RedisPubSubAdapter<>() {
        @Override
        public void message(String channel, String message) {
          if (message.startsWith(uri.getSentinelMasterId() + " ")) replace();
        }
      });
      subscription.async().subscribe("+switch-master");
    });
  }

  private void replace() {
    client.connectAsync(StringCodec.UTF8, uri).whenComplete((opened, error) -> {
      if (error != null) {
        later(200, this::replace);
        return;
      }
      StatefulRedisConnection<String, String> old = master;
      master = opened;
      // What is under way there is answered until then, or has timed out.
      later(2000, old::closeAsync);
    });
  }

  private void later(long milliseconds, Runnable work) {
    client.getResources().eventExecutorGroup().schedule(work, milliseconds, TimeUnit.MILLISECONDS);
  }

  private static RedisURI sentinel(HostAndPort address) {
    return RedisURI.builder()
        .withHost(address.getHostText())
        .withPort(address.getPort())
        .withAuthentication(binding("sentinel.username"), binding("sentinel.password").toCharArray())
        .withTimeout(CONNECTING)
        .build();
  }

  /** An entry of the binding Secret, mounted as a folder. */
  private static String binding(String key) {
    try {
      return Files.readString(Path.of("/bindings/redis", key));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}

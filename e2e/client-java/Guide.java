import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.Response;

/**
 * Runs a guide for the load client: {@code guide NAME TARGET}.
 *
 * <p>Each line that comes in is a number to write. Lines that go out are {@code ready}; {@code ok N}, when the write of N was acknowledged; and {@code
 * failed N NAME}, with what went wrong.
 */
final class Guide {
  private interface BlockingWrite {
    /** How many replicas have confirmed it. */
    long confirmed(long seq) throws InterruptedException;
  }

  private static final class WaitTimeout extends RuntimeException {
    WaitTimeout() {
      super("no replica has confirmed the write in time");
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }

  private static void done(long seq, Throwable error) {
    if (error == null) {
      say("ok " + seq);
      return;
    }
    Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    System.err.println(seq + ": " + cause);
    say("failed " + seq + " " + cause.getClass().getSimpleName());
  }

  /** For a library that waits: a few threads, as an application has them. */
  private static LongConsumer inThreads(BlockingWrite write) {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    return seq -> threads.execute(() -> {
      try {
        check(write.confirmed(seq));
        done(seq, null);
      } catch (RuntimeException | InterruptedException error) {
        done(seq, error);
      }
    });
  }

  private static void check(long confirmed) {
    if (confirmed < 1) throw new WaitTimeout();
  }

  private static LongConsumer jedis(String prefix) {
    RedisSentinelClient redis = JedisGuide.connect();
    redis.ping();
    return inThreads(seq -> JedisGuide.retrying(() -> {
      // One pipeline, so that both leave on one connection, also when it is tried again: WAIT is about its own connection's writes.
      try (Pipeline pipeline = redis.pipelined()) {
        Response<String> set = pipeline.set(prefix + ":" + seq, Long.toString(seq));
        Response<Long> confirmed = pipeline.waitReplicas(1, 500);
        pipeline.sync();
        set.get();
        return confirmed.get();
      }
    }));
  }

  private static LongConsumer lettuce(String prefix) {
    LettuceGuide redis = new LettuceGuide();
    return seq -> {
      RedisAsyncCommands<String, String> commands = redis.connection().async();
      commands
          .set(prefix + ":" + seq, Long.toString(seq))
          .thenCombine(commands.waitForReplication(1, 500), (ok, confirmed) -> confirmed)
          .thenAccept(Guide::check)
          .whenComplete((nothing, error) -> done(seq, error));
    };
  }

  public static void main(String[] args) throws IOException {
    LongConsumer write = switch (args[0]) {
      case "jedis" -> jedis(args[1]);
      case "lettuce" -> lettuce(args[1]);
      default -> throw new IllegalArgumentException("there is no guide " + args[0]);
    };
    say("ready");
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) write.accept(Long.parseLong(line));
  }
}

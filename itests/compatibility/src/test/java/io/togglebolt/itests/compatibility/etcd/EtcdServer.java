package io.togglebolt.itests.compatibility.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.togglebolt.wal.WalMetadata;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real thing: a cluster of one etcd on the loopback address, in a process of its own, spoken to
 * through its gateway from HTTP and JSON.
 */
final class EtcdServer implements AutoCloseable {
  private static final String READY = "serving client traffic insecurely";
  private static final String ALL = "\"key\":\"AA==\",\"range_end\":\"AA==\"";
  private static final Pattern CLUSTER = Pattern.compile("\"cluster_id\":\"(\\d+)\"");
  private static final Pattern MEMBER = Pattern.compile("\"member_id\":\"(\\d+)\"");
  private static final int MOST_STARTS = 5;
  private static final long MOST_SECONDS = 60;

  private final HttpClient client;
  private final Path data;
  private final String address;
  private final Process process;
  private final Thread reader;
  private final List<String> output = new ArrayList<>();
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  private EtcdServer(HttpClient client, Path data, List<String> flags) throws IOException {
    this.client = client;
    this.data = data;
    int[] ports = freePorts();
    address = "http://127.0.0.1:" + ports[0];
    process =
        new ProcessBuilder(command(data, flags, address, "http://127.0.0.1:" + ports[1]))
            .redirectErrorStream(true)
            .start();
    reader = Thread.ofVirtual().start(this::readOutput);
  }

  /** Skips the calling test where there is no etcd, saying so. */
  static void assumeInstalled() {
    boolean installed =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "etcd")));
    assumeTrue(
        installed,
        "skipped, for there is no etcd on the PATH; Debian's package etcd-server has it");
  }

  private static List<String> command(
      Path data, List<String> flags, String address, String peerAddress) {
    List<String> words = new ArrayList<>(List.of("etcd", "--name", "n1", "--logger", "zap"));
    words.addAll(List.of("--data-dir", data.toString()));
    words.addAll(List.of("--listen-client-urls", address, "--advertise-client-urls", address));
    words.addAll(List.of("--listen-peer-urls", peerAddress));
    words.addAll(List.of("--initial-advertise-peer-urls", peerAddress));
    words.addAll(List.of("--initial-cluster", "n1=" + peerAddress));
    // A cluster of one elects itself sooner; and it deletes nothing that is to be read here.
    words.addAll(List.of("--heartbeat-interval", "20", "--election-timeout", "200"));
    words.addAll(List.of("--max-wals", "0", "--snapshot-count", "100"));
    words.addAll(flags);
    return words;
  }

  private static int[] freePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, loopback);
        ServerSocket other = new ServerSocket(0, 1, loopback)) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  /** Starts one, and returns when it serves. */
  static EtcdServer start(HttpClient client, Path data) throws IOException, InterruptedException {
    for (int start = 1; ; start++) {
      EtcdServer server = new EtcdServer(client, data, List.of());
      if (server.serves()) {
        return server;
      }
      server.close();
      // Its ports were free a moment ago, and may not be any more.
      if (start == MOST_STARTS || !server.output().contains("address already in use")) {
        throw new AssertionError("etcd does not start:\n" + server.output());
      }
    }
  }

  /** Starts one that cannot start, and returns what it said until it ended. */
  static String startInVain(HttpClient client, Path data) throws IOException, InterruptedException {
    try (EtcdServer server = new EtcdServer(client, data, List.of())) {
      assertTrue(!server.serves(), () -> "etcd should not start:\n" + server.output());
      return server.output();
    }
  }

  private boolean serves() throws IOException, InterruptedException {
    try {
      return ready.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException slow) {
      close();
      throw new AssertionError("etcd neither serves nor ends:\n" + output(), slow);
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
        }
        if (line.contains(READY)) {
          ready.complete(true);
        }
      }
    } catch (IOException broken) {
      ready.completeExceptionally(broken);
    }
    ready.complete(false);
  }

  /** What it said so far. */
  String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  /** Where its log is. */
  Path wal() {
    return wal(data);
  }

  /** Where the log in a data directory is. */
  static Path wal(Path data) {
    return data.resolve("member").resolve("wal");
  }

  /** Puts a key; says whether it was acknowledged. */
  boolean put(String key, byte[] value) throws InterruptedException {
    String body = "{\"key\":\"" + base64(key) + "\",\"value\":\"" + base64(value) + "\"}";
    return post("put", body).isPresent();
  }

  /** Whose log it writes, as it answers itself. */
  WalMetadata identity() throws InterruptedException {
    String answer = post("range", "{\"key\":\"" + base64("none") + "\"}").orElseThrow();
    return new WalMetadata(number(MEMBER, answer), number(CLUSTER, answer));
  }

  private static long number(Pattern pattern, String answer) {
    Matcher matcher = pattern.matcher(answer);
    assertTrue(matcher.find(), () -> "no " + pattern + " in " + answer);
    return Long.parseUnsignedLong(matcher.group(1));
  }

  /** All keys with their values and revisions, as it answers. */
  String allKeys() throws InterruptedException {
    return keys("{" + ALL + "}");
  }

  /** All keys, without their values. */
  String allNames() throws InterruptedException {
    return keys("{" + ALL + ",\"keys_only\":true}");
  }

  private String keys(String request) throws InterruptedException {
    String answer = post("range", request).orElseThrow();
    int begin = answer.indexOf("\"kvs\":");
    // The header before it tells the term, which is another one after each start.
    return begin < 0 ? "" : answer.substring(begin);
  }

  /** Asks the gateway; empty when it does not answer any more. */
  private Optional<String> post(String method, String body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/v3/kv/" + method))
            .timeout(Duration.ofSeconds(MOST_SECONDS))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        // The gateway says this of a server that is gone, before it is gone itself.
        assertEquals(503, answer.statusCode(), answer.body());
        return Optional.empty();
      }
      return Optional.of(answer.body());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it where it stands: SIGKILL. Returns when it is gone, and its locks with it. */
  void kill() throws InterruptedException {
    // Not through the process itself, which would close its output too.
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  /** Asks it to stop: SIGTERM. Returns when it is gone. */
  void stop() throws InterruptedException {
    process.toHandle().destroy();
    awaitEnd();
  }

  private void awaitEnd() throws InterruptedException {
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("etcd does not end:\n" + output());
    }
    reader.join();
  }

  /** Makes sure that it is gone. */
  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The names of the segments. */
  static List<String> segments(Path wal) {
    try (var files = Files.list(wal)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".wal"))
          .sorted()
          .toList();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}

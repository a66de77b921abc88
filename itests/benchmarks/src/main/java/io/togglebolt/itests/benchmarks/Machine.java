package io.togglebolt.itests.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the figures were measured on.
 *
 * @param processor the processor's model
 * @param cores how many of its cores can be used
 * @param memoryBytes the machine's memory
 * @param kernel the operating system and its version
 * @param fileSystem the kind of file system that the scratch folder is on
 */
public record Machine(
    String processor, int cores, long memoryBytes, String kernel, String fileSystem) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");

  /** This machine, with a folder's file system. */
  public static Machine of(Path folder) throws IOException {
    String memory = field(MEMORY, "MemTotal").replace("kB", "").strip();
    return new Machine(
        field(PROCESSORS, "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(memory) * 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Files.getFileStore(folder).type());
  }

  private static String field(Path file, String name) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("0");
  }

  /** The same, to be written as JSON. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("processor", processor);
    json.put("cores", cores);
    json.put("memoryBytes", memoryBytes);
    json.put("kernel", kernel);
    json.put("fileSystem", fileSystem);
    return json;
  }

  @Override
  public String toString() {
    return "%s, %d cores, %.1f GiB, %s, %s"
        .formatted(processor, cores, memoryBytes / (double) (1L << 30), kernel, fileSystem);
  }
}

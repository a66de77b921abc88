package io.togglebolt.disk.nio.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is done to names: to see them, to make and change them, to have them durable. */
final class NativeDirectories {
  private static final int OWNER_ONLY = 0700;

  private NativeDirectories() {}

  static List<String> list(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
      return names;
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    } catch (NoSuchFileException missing) {
      throw withReason(Linux.ENOENT, directory, missing);
    } catch (NotDirectoryException noDirectory) {
      throw withReason(Linux.ENOTDIR, directory, noDirectory);
    } catch (AccessDeniedException denied) {
      throw withReason(Linux.EACCES, directory, denied);
    }
  }

  /** Java names the path only. */
  private static IOException withReason(int error, Path directory, IOException failure) {
    IOException named = Failures.of(directory, "opendir", -error);
    named.initCause(failure);
    return named;
  }

  /**
   * Makes a directory and those above it. The name of the directory itself is made durable even
   * when it is there already: whoever made it may have been killed before it came to that.
   */
  static void create(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath();
    Path parent = absolute.getParent();
    String name = PathNames.of(absolute);
    long result = NativeNames.mkdir(name, OWNER_ONLY);
    if (result == -Linux.ENOENT && parent != null) {
      create(parent);
      result = NativeNames.mkdir(name, OWNER_ONLY);
    }
    boolean there = result == -Linux.EEXIST && Files.isDirectory(absolute);
    if (result < 0 && !there) {
      throw Failures.of(directory, "mkdir", result);
    }
    if (parent != null) {
      syncIfReadable(parent);
    }
  }

  /** Takes the name of a file or of an empty directory away. */
  static void delete(Path path) throws IOException {
    String name = PathNames.of(path);
    long result = NativeNames.unlink(name);
    boolean directory = result == -Linux.EISDIR;
    if (directory) {
      result = NativeNames.rmdir(name);
    }
    if (result < 0) {
      throw Failures.of(path, directory ? "rmdir" : "unlink", result);
    }
  }

  static void rename(Path from, Path to) throws IOException {
    long result = NativeNames.rename(PathNames.of(from), PathNames.of(to));
    if (result < 0) {
      throw Failures.of(from, "rename to " + to, result);
    }
  }

  /**
   * Syncs a directory. Some file systems can't sync one: there names are as durable as the system
   * makes them by itself.
   */
  static void sync(Path directory) throws IOException {
    sync(directory, open(directory));
  }

  /**
   * The same for the directory of a name that was just made. One that may be written but not read
   * can't be opened; there, too, the name is as durable as the system makes it by itself.
   */
  static void syncIfReadable(Path directory) throws IOException {
    long opened = open(directory);
    if (opened != -Linux.EACCES) {
      sync(directory, opened);
    }
  }

  private static void sync(Path directory, long opened) throws IOException {
    if (opened < 0) {
      throw Failures.of(directory, "open", opened);
    }
    try {
      long result = Native.fsync((int) opened);
      if (result < 0 && result != -Linux.EINVAL) {
        throw Failures.of(directory, "fsync", result);
      }
    } finally {
      Native.close((int) opened);
    }
  }

  /** The slash has the system refuse what is no directory. */
  private static long open(Path directory) throws IOException {
    String name = PathNames.of(directory) + "/";
    return NativeNames.open(name, Linux.O_CLOEXEC | Linux.O_RDONLY, 0);
  }
}

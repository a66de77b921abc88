package io.togglebolt.testkit;

import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.testkit.NameChange.Edit;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The files and directories of a simulated disk by name. Does and refuses what the system does,
 * with its words. Guarded by its disk's lock.
 *
 * <p>Until the first directory is made, every directory exists that somebody wants to create
 * something in: most tests care for files only. From then on it must have been made.
 */
final class NameTree {
  private static final Path TOP = Path.of("/");

  private final Directory root = new Directory();
  private final NameJournal journal = new NameJournal();

  /** Takes part in each move of a directory to another one: file systems do those one by one. */
  private final Directory moves = new Directory();

  private boolean directoriesMatter;

  /** A path that has been looked up as far as the directory that its last name is in. */
  private record Place(Directory directory, String name) {
    @Nullable Node node() {
      return directory.seen.get(name);
    }
  }

  /** The file of that name, which may be created. */
  Inode open(Path path, Access access) throws FileSystemException {
    boolean creates = access == Access.CREATE || access == Access.CREATE_NEW;
    Place place = place(path, path, "open", creates);
    Node there = place.node();
    if (there != null && access == Access.CREATE_NEW) {
      throw new FileAlreadyExistsException(path.toString(), null, "open: File exists");
    }
    return switch (there) {
      case Inode inode -> inode;
      case Directory directory ->
          throw new FileSystemException(
              path.toString(), null, "open: it is a directory, a regular file is needed");
      case null -> {
        if (!creates) {
          throw missing(path, "open");
        }
        Inode created = new Inode(new byte[0]);
        makeDurable(place, created);
        yield created;
      }
    };
  }

  /** Puts a file there, in place of any other, and what directories it needs; all durable. */
  void put(Path path, Inode inode) {
    try {
      makeDurable(place(path, path, "put", true), inode);
    } catch (FileSystemException noDirectory) {
      throw new IllegalArgumentException(noDirectory);
    }
  }

  Inode file(Path path) throws NoSuchFileException {
    try {
      if (place(path, path, "open", false).node() instanceof Inode inode) {
        return inode;
      }
    } catch (NoSuchFileException missing) {
      throw missing;
    } catch (FileSystemException noFile) {
      throw new IllegalArgumentException(noFile);
    }
    throw missing(path, "open");
  }

  List<String> list(Path path) throws FileSystemException {
    return new ArrayList<>(directory(path, "opendir").seen.keySet());
  }

  /** Makes the changes in a directory durable. */
  void sync(Path path) throws FileSystemException {
    journal.commit(directory(path, "open"));
  }

  /**
   * Makes directories.
   *
   * @param durable whether it comes to the sync of the new names
   */
  void createDirectories(Path path, boolean durable) throws FileSystemException {
    directoriesMatter = true;
    Directory directory = root;
    Path name = normal(path);
    for (int i = 0; i < name.getNameCount(); i++) {
      Place place = new Place(directory, name.getName(i).toString());
      Node below = place.node();
      boolean last = i == name.getNameCount() - 1;
      if (below instanceof Inode) {
        throw last
            ? new FileAlreadyExistsException(path.toString(), null, "mkdir: File exists")
            : noDirectory(path, "mkdir");
      }
      boolean made = below == null;
      directory = below instanceof Directory there ? there : new Directory();
      if (durable && (made || last)) {
        makeDurable(place, directory);
      } else if (made) {
        journal.add(change(place, directory));
      }
    }
  }

  void delete(Path path) throws FileSystemException {
    Place place = place(path, path, "unlink", false);
    switch (place.node()) {
      case Inode inode -> journal.add(change(place, null));
      case Directory directory when directory.seen.isEmpty() ->
          journal.add(
              new NameChange(
                  List.of(new Edit(place.directory(), place.name(), null)),
                  List.of(place.directory(), directory)));
      case Directory directory ->
          throw new FileSystemException(path.toString(), null, "rmdir: Directory not empty");
      case null -> throw missing(path, "unlink");
    }
  }

  void rename(Path from, Path to) throws FileSystemException {
    String call = "rename to " + to;
    Place source = place(from, from, call, false);
    Place target = place(to, from, call, source.node() != null);
    Node moved = source.node();
    if (moved == null) {
      throw missing(from, call);
    }
    Node replaced = target.node();
    String obstacle = obstacle(from, to, moved, replaced);
    if (obstacle != null) {
      throw new FileSystemException(from.toString(), null, call + ": " + obstacle);
    }
    if (moved == replaced) {
      return;
    }
    List<Directory> ordered = new ArrayList<>(List.of(source.directory(), target.directory()));
    if (replaced instanceof Directory directory) {
      ordered.add(directory);
    }
    if (moved instanceof Directory && source.directory() != target.directory()) {
      ordered.add(moves);
    }
    journal.add(
        new NameChange(
            List.of(
                new Edit(source.directory(), source.name(), null),
                new Edit(target.directory(), target.name(), moved)),
            ordered));
  }

  /** The system's reason to refuse a rename; null when there is none. */
  private static @Nullable String obstacle(
      Path from, Path to, Node moved, @Nullable Node replaced) {
    Path source = normal(from);
    Path target = normal(to);
    if (!source.equals(target) && target.startsWith(source)) {
      return "Invalid argument";
    }
    if (!source.equals(target) && source.startsWith(target)) {
      return "Directory not empty";
    }
    if (replaced == null || replaced == moved) {
      return null;
    }
    return switch (replaced) {
      case Inode file -> moved instanceof Directory ? "Not a directory" : null;
      case Directory directory when moved instanceof Inode -> "Is a directory";
      case Directory directory -> directory.seen.isEmpty() ? null : "Directory not empty";
    };
  }

  /** Calls for each file, in the order of their names. */
  void forEachFile(BiConsumer<Path, Inode> visitor) {
    visit(TOP, root, visitor);
  }

  /** Fills an empty tree with what is found when the power comes back. */
  void powerCut(NameTree after, SplitMix64 random) {
    after.directoriesMatter = directoriesMatter;
    copy(root, after.root, journal.powerCut(random), random);
  }

  private static void copy(
      Directory from,
      Directory to,
      Map<Directory, TreeMap<String, Node>> survivors,
      SplitMix64 random) {
    survivors
        .getOrDefault(from, from.durable)
        .forEach(
            (name, node) -> {
              switch (node) {
                case Inode inode -> to.put(name, new Inode(inode.afterPowerCut(random)));
                case Directory directory -> {
                  Directory copy = new Directory();
                  to.put(name, copy);
                  copy(directory, copy, survivors, random);
                }
              }
            });
  }

  private static void visit(Path path, Directory directory, BiConsumer<Path, Inode> visitor) {
    directory.seen.forEach(
        (name, node) -> {
          Path below = path.resolve(name);
          switch (node) {
            case Inode inode -> visitor.accept(below, inode);
            case Directory there -> visit(below, there, visitor);
          }
        });
  }

  /** Gives a name that is durable at once, whatever became of it before. */
  private void makeDurable(Place place, Node node) {
    if (journal.touches(place.directory(), place.name())) {
      journal.commit(place.directory());
    }
    place.directory().put(place.name(), node);
  }

  private static NameChange change(Place place, @Nullable Node node) {
    return new NameChange(
        List.of(new Edit(place.directory(), place.name(), node)), List.of(place.directory()));
  }

  /**
   * Looks a path up, but for its last name.
   *
   * @param asked the path that an exception names
   * @param creates whether directories that are missing are made, as long as they don't matter
   */
  private Place place(Path path, Path asked, String call, boolean creates)
      throws FileSystemException {
    Path name = normal(path);
    Path last = name.getFileName();
    if (last == null) {
      throw new FileSystemException(asked.toString(), null, call + ": Device or resource busy");
    }
    Directory directory = root;
    for (Path part : name.getParent()) {
      Place place = new Place(directory, part.toString());
      directory =
          switch (place.node()) {
            case Directory there -> there;
            case Inode file -> throw noDirectory(asked, call);
            case null -> {
              if (!creates || directoriesMatter) {
                throw missing(asked, call);
              }
              Directory made = new Directory();
              makeDurable(place, made);
              yield made;
            }
          };
    }
    return new Place(directory, last.toString());
  }

  private Directory directory(Path path, String call) throws FileSystemException {
    if (normal(path).equals(TOP)) {
      return root;
    }
    return switch (place(path, path, call, false).node()) {
      case Directory there -> there;
      case Inode file -> throw noDirectory(path, call);
      case null -> throw missing(path, call);
    };
  }

  private static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static NoSuchFileException missing(Path path, String call) {
    return new NoSuchFileException(path.toString(), null, call + ": No such file or directory");
  }

  private static FileSystemException noDirectory(Path path, String call) {
    return new FileSystemException(path.toString(), null, call + ": Not a directory");
  }
}

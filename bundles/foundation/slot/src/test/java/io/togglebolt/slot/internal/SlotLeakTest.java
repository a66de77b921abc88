package io.togglebolt.slot.internal;

import static io.togglebolt.slot.internal.House.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotOwner;
import io.togglebolt.slot.SwapRecord.Event;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * After a part was replaced and its candidate removed, nothing keeps its classes. Hand-overs run on
 * the test's own thread: a pooled thread that idles inside compiled code may keep the classes that
 * were inlined there until it ends, which says nothing about the slot.
 */
@Timeout(60)
class SlotLeakTest {
  private final SimulatedTime time = new SimulatedTime();
  private final SlotWorkshop workshop =
      new SlotWorkshop(time, time, House.registry(), () -> false, 0);
  private final Candidates<Supplier<Object>> candidates = workshop.candidates();
  private final Slot<Object> slot =
      workshop.open(House.options(null).withGrace(0), candidates, new Owner());

  @AfterEach
  void close() {
    slot.close();
  }

  /** A factory whose class a throw-away loader defines; it makes parts of its own class. */
  public static final class Thing implements Supplier<Object> {
    @Override
    public Object get() {
      if (Boolean.getBoolean("togglebolt.test.never")) {
        return "never";
      }
      return new Thing();
    }

    /** An exception that would keep the loader. */
    public static final class Failure extends RuntimeException {
      private static final long serialVersionUID = 1;

      /** Says why. */
      public Failure() {
        super("made to fail");
      }
    }
  }

  private static final class Loader extends ClassLoader {
    Loader() {
      super(SlotLeakTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(Thing.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }
  }

  private static final class Owner implements SlotOwner<Supplier<Object>, Object> {
    @Override
    public HandOver<Supplier<Object>, Object> begin() {
      return new HandOver<>() {
        private Object part;

        @Override
        public void make(Supplier<Object> factory) {
          part = factory.get();
        }

        @Override
        public void catchUp() {}

        @Override
        public Object complete() {
          return part;
        }

        @Override
        public long stateSize() {
          return 0;
        }

        @Override
        public void abandon() {}
      };
    }

    @Override
    public Object rebuild(Supplier<Object> factory) {
      return factory.get();
    }

    @Override
    public synchronized boolean atBoundary(Runnable task) {
      task.run();
      return true;
    }

    @Override
    public boolean insideOperation() {
      return false;
    }
  }

  private static Candidate<Supplier<Object>> plain(String name, int ranking) {
    return new Candidate<>(name, ranking, 1, name, Object::new, () -> {});
  }

  private static Candidate<Supplier<Object>> foreign(int ranking, boolean fails) {
    try {
      Class<?> type = new Loader().loadClass(Thing.class.getName());
      assertNotSame(Thing.class, type);
      Supplier<?> made = (Supplier<?>) type.getConstructor().newInstance();
      Class<?> failure = type.getClassLoader().loadClass(Thing.Failure.class.getName());
      Runnable preload =
          () -> {
            if (fails) {
              throw thrown(failure);
            }
          };
      return new Candidate<>("foreign", ranking, 9, "foreign", made::get, preload);
    } catch (ReflectiveOperationException broken) {
      throw new AssertionError(broken);
    }
  }

  private static RuntimeException thrown(Class<?> type) {
    try {
      return (RuntimeException) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException broken) {
      throw new AssertionError(broken);
    }
  }

  private WeakReference<ClassLoader> serveAndRemove() {
    Candidate<Supplier<Object>> foreign = foreign(10, false);
    candidates.add(foreign);
    time.runDue();
    assertTrue(slot.part() instanceof Object part && isForeign(part), "it serves");
    WeakReference<ClassLoader> loader =
        new WeakReference<>(slot.part().getClass().getClassLoader());
    candidates.remove(foreign);
    time.runDue();
    return loader;
  }

  private WeakReference<ClassLoader> failAndRemove() {
    Candidate<Supplier<Object>> foreign = foreign(10, true);
    WeakReference<ClassLoader> loader =
        new WeakReference<>(foreign.factory().get().getClass().getClassLoader());
    candidates.add(foreign);
    time.runDue();
    assertEquals(Event.SET_ASIDE, workshop.registry().journal().getLast().event());
    candidates.remove(foreign);
    return loader;
  }

  private static boolean isForeign(Object part) {
    return part.getClass().getClassLoader() instanceof Loader;
  }

  private static void assertCollected(WeakReference<ClassLoader> loader) {
    List<byte[]> pressure = new ArrayList<>();
    eventually(
        "the class loader is collected",
        () -> {
          pressure.add(new byte[1 << 16]);
          System.gc();
          return loader.get() == null;
        });
  }

  @Test
  void replacedPartIsForgotten() {
    candidates.add(plain("old", 1));
    time.runDue();
    WeakReference<ClassLoader> loader = serveAndRemove();
    assertNotNull(slot.part());
    assertEquals("old", slot.status().active());
    assertCollected(loader);
  }

  @Test
  void vacatedPartIsForgotten() {
    WeakReference<ClassLoader> loader = serveAndRemove();
    assertNull(slot.part());
    assertCollected(loader);
  }

  @Test
  void failedCandidateIsForgotten() {
    candidates.add(plain("old", 1));
    time.runDue();
    WeakReference<ClassLoader> loader = failAndRemove();
    assertCollected(loader);
  }
}

package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.Metrics;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Metrics, and all that they hand out, that throw where they are told to. */
final class ThrowingMetrics {
  private final Predicate<Method> refuses;
  private final Supplier<? extends Throwable> failure;
  private int calls;
  private int failures;

  /** Throws from the methods that are chosen, one by one as they are called. */
  ThrowingMetrics(Predicate<Method> refuses, Supplier<? extends Throwable> failure) {
    this.refuses = refuses;
    this.failure = failure;
  }

  int calls() {
    return calls;
  }

  int failures() {
    return failures;
  }

  Metrics metrics() {
    return wrap(Metrics.class, MetricsView.newRegistry());
  }

  private <T> T wrap(Class<T> type, Object inner) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(inner, method, arguments)));
  }

  private Object call(Object inner, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.getName();
    }
    calls++;
    if (refuses.test(method)) {
      failures++;
      throw failure.get();
    }
    try {
      Object result = method.invoke(inner, arguments);
      Class<?> type = method.getReturnType();
      List<Class<?>> handedOut =
          List.of(
              Metrics.Scope.class,
              Metrics.Readings.class,
              Metrics.Counter.class,
              Metrics.Histogram.class);
      return handedOut.contains(type) ? wrap(type, result) : result;
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}

package io.togglebolt.shell.internal;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * What a command found: a list of values, for scripts, that knows how it is shown as a table.
 *
 * @param <E> the values' type
 */
final class Listing<E> extends AbstractList<E> implements RandomAccess {
  private final Columns<E> columns;
  private final List<E> items;
  private final String note;

  private Listing(Columns<E> columns, List<E> items, String note) {
    this.columns = columns;
    this.items = List.copyOf(items);
    this.note = note;
  }

  /** All that there is. */
  static <E> Listing<E> of(Columns<E> columns, List<E> items) {
    return new Listing<>(columns, items, "");
  }

  /** The same values with a line beneath the table. */
  Listing<E> withNote(String line) {
    return new Listing<>(columns, items, line);
  }

  @Override
  public E get(int index) {
    return items.get(index);
  }

  @Override
  public int size() {
    return items.size();
  }

  /** The table, without a line break at its end. */
  String table() {
    String body = items.isEmpty() ? columns.none() : columns.table(items);
    return note.isEmpty() ? body : body + "\n" + note;
  }
}

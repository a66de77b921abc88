package io.togglebolt.wal.internal.write;

import io.togglebolt.raft.HardState;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait, in native memory, and the saves that they are of. They are divided where a
 * segment ends: the first piece continues the segment, each of the others begins one.
 *
 * <p>Guarded by the intake lock while it is filled, by the boundary while it is written.
 */
final class LogBuffer {
  private static final int PAGE_BYTES = 4_096;

  private final MemorySegment usual;
  private final ByteBuffer usualBytes;
  private final SaveQueue saves = new SaveQueue();
  private final List<Cut> cuts = new ArrayList<>();
  private MemorySegment memory;
  private ByteBuffer bytes;
  private boolean mustSync;
  private int piece;
  private @Nullable Position end;

  /** The hard state in the first piece that somebody was told is saved, before it is durable. */
  private @Nullable HardState left;

  /** Where a segment ends, which is the position before it, and the next one begins. */
  private record Cut(int at, long firstIndex, Position before) {}

  /** Memory is given back when nobody refers to it any more, a writer that hangs included. */
  LogBuffer(int capacityBytes) {
    usual = Arena.ofAuto().allocate(capacityBytes, PAGE_BYTES);
    usualBytes = usual.asByteBuffer();
    memory = usual;
    bytes = usualBytes;
  }

  // While it is filled.

  boolean fits(long more) {
    return more <= bytes.remaining();
  }

  boolean isBlank() {
    return bytes.position() == 0;
  }

  boolean isEmpty() {
    return isBlank() && saves.isEmpty();
  }

  int usedBytes() {
    return bytes.position();
  }

  /** Makes room, beyond the usual size. */
  void grow(long more) {
    long needed = bytes.position() + more;
    if (needed <= memory.byteSize()) {
      return;
    }
    MemorySegment larger = Arena.ofAuto().allocate(needed, PAGE_BYTES);
    MemorySegment.copy(memory, 0, larger, 0, bytes.position());
    ByteBuffer view = larger.asByteBuffer();
    view.position(bytes.position());
    memory = larger;
    bytes = view;
  }

  /** Where frames are written; whoever writes moves its position. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** Everything behind is in the next segment. */
  void cut(long firstIndex, Position before) {
    cuts.add(new Cut(bytes.position(), firstIndex, before));
  }

  /** Back to where so many segments had ended, and so many bytes stood in it. */
  void undo(int cutsBefore, int usedBytes) {
    while (cuts.size() > cutsBefore) {
      cuts.removeLast();
    }
    bytes.position(usedBytes);
  }

  /** The piece that is being filled. */
  int lastPiece() {
    return cuts.size();
  }

  void add(Save save) {
    saves.add(save);
    mustSync |= save.mustSync;
  }

  boolean mustSync() {
    return mustSync;
  }

  /** Has it written although nobody waits for it. */
  void demandSync() {
    mustSync = true;
  }

  int countSaves() {
    return saves.size();
  }

  void leave(HardState state) {
    left = state;
  }

  @Nullable HardState left() {
    return left;
  }

  /** The first save, if it need not be durable. */
  @Nullable Save pollLeavable() {
    Save first = saves.peek();
    if (first == null || first.mustSync) {
      return null;
    }
    return saves.poll();
  }

  // While it is written.

  /** Nothing is added any more. */
  void end(Position position) {
    end = position;
  }

  boolean isWritten() {
    return piece > cuts.size();
  }

  /** Whether only the last piece is left. */
  boolean isAtLastPiece() {
    return piece == cuts.size();
  }

  boolean beginsSegment() {
    return piece > 0;
  }

  long firstIndex() {
    return cuts.get(piece - 1).firstIndex;
  }

  /** The frames of the piece that is next. */
  MemorySegment frames() {
    int from = piece == 0 ? 0 : cuts.get(piece - 1).at;
    int to = piece == cuts.size() ? bytes.position() : cuts.get(piece).at;
    return memory.asSlice(from, to - from).asReadOnly();
  }

  /** The piece that was next is durable. */
  Position pieceWritten() {
    Position position =
        piece == cuts.size() ? Objects.requireNonNull(end, "still open") : cuts.get(piece).before;
    left = null;
    piece++;
    return position;
  }

  /** The next save that is durable; null when there is none. */
  @Nullable Save pollWritten() {
    Save first = saves.peek();
    return first == null || first.piece >= piece ? null : saves.poll();
  }

  /** The next save whatever has become of it. */
  @Nullable Save poll() {
    return saves.poll();
  }

  /** As new; its saves have been taken out. Allocates nothing, for nobody would be told. */
  void clear() {
    memory = usual;
    bytes = usualBytes.clear();
    cuts.clear();
    mustSync = false;
    piece = 0;
    end = null;
    left = null;
  }
}

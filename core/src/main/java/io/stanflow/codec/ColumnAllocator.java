package io.stanflow.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Gives the columns of {@link EncodedSeries} their room. */
interface ColumnAllocator {
  /** On the heap, for series that are read once and dropped. */
  ColumnAllocator HEAP = bytes -> ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());

  /**
   * So many zeros, in native order.
   *
   * @throws IOException if there is no room
   */
  ByteBuffer allocate(int bytes) throws IOException;
}

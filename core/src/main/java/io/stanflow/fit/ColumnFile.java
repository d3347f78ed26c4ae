package io.stanflow.fit;

import io.stanflow.codec.EncodedSeries;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Columns in a nameless working file that is mapped into memory: they may be larger than the heap
 * and than the machine's memory, whose file cache keeps what is read most. The first few are on the
 * heap, so that a small table needs no file. What was allocated stays after {@link #close} for as
 * long as it is reachable, and nothing of it after the process.
 */
final class ColumnFile implements EncodedSeries.Room, Closeable {
  private static final long HEAP_BYTES = 1 << 22;
  private static final int SMALLEST_REGION = 1 << 22;
  private static final int LARGEST_REGION = 1 << 28;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();

  private long onHeap;
  private FileChannel channel; // null while all is on the heap
  private long end;
  private ByteBuffer region = ByteBuffer.allocate(0);
  private int regionBytes = SMALLEST_REGION;

  @Override
  public ByteBuffer allocate(int bytes) throws IOException {
    if (channel == null && onHeap + bytes <= HEAP_BYTES) {
      onHeap += bytes;
      return HEAP.allocate(bytes);
    }
    int whole = Math.multiplyExact(Math.floorDiv(Math.addExact(bytes, 7), 8), 8);
    if (whole > region.remaining()) {
      map(Math.max(whole, regionBytes));
      regionBytes = Math.min(2 * regionBytes, LARGEST_REGION);
    }
    ByteBuffer slice = region.slice(region.position(), bytes).order(ByteOrder.nativeOrder());
    region.position(region.position() + whole);
    return slice;
  }

  /** Writes the zeros out, so that a full disk is an exception here and no fault later. */
  private void map(int bytes) throws IOException {
    try {
      channel = channel == null ? open() : channel;
      for (long at = end; at < end + bytes; ) {
        int n = (int) Math.min(ZEROS.capacity(), end + bytes - at);
        at += channel.write(ZEROS.duplicate().limit(n), at);
      }
      region = channel.map(FileChannel.MapMode.READ_WRITE, end, bytes);
    } catch (IOException e) {
      throw new IOException(
          "%s: no room for the encoded flows, %,d MB so far (%s); free some, or name another folder by STANFLOW_JAVA_OPTS=-Djava.io.tmpdir=FOLDER"
              .formatted(System.getProperty("java.io.tmpdir"), (end + bytes) >> 20, e.getMessage()),
          e);
    }
    end += bytes;
  }

  /** The file lies where the JVM keeps temporary ones and has no name once it is open. */
  private static FileChannel open() throws IOException {
    return FileChannel.open(
        Files.createTempFile("stanflow-", ".columns"),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}

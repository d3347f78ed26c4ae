package io.stanflow.io.replay;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A UDP socket that spares its collector. On Linux, where a collector on this machine has a queue
 * that can be seen, packets wait while more than {@link #MOST_QUEUED} bytes are in it; elsewhere at
 * most {@link #MOST_PER_SECOND} packets go out in a second.
 */
public final class CollectorSocket implements Closeable {
  /** A third of Linux's default queue; the kernel counts some 2,300 bytes for a full packet. */
  static final long MOST_QUEUED = 65_536;

  static final int MOST_PER_SECOND = 1000;

  /** Packets between two looks: half of {@link #MOST_QUEUED}. */
  private static final int BURST = 16;

  private static final long PATIENCE = 10_000_000_000L; // ns
  private static final long PAUSE = 500_000; // ns
  private static final List<Path> SOCKETS =
      List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

  private final InetSocketAddress collector;
  private final DatagramChannel channel;
  private final boolean visible;
  private final long begin = System.nanoTime();
  private long sent;

  CollectorSocket(InetSocketAddress collector) throws IOException {
    this.collector = collector;
    channel = DatagramChannel.open();
    visible = collector.getAddress().isLoopbackAddress() && Files.isReadable(SOCKETS.get(0));
    try {
      channel.connect(collector);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  void send(ByteBuffer packet) throws IOException {
    if (sent % BURST == 0) {
      await();
    }
    try {
      channel.write(packet);
      sent++;
    } catch (PortUnreachableException e) {
      throw new IOException(absence(), e);
    }
  }

  private String absence() {
    return "nobody listens at " + place() + "; start the collector first";
  }

  private String place() {
    return "UDP " + collector.getAddress().getHostAddress() + " port " + collector.getPort();
  }

  private void await() throws IOException {
    if (!visible) {
      long due = begin + sent * 1_000_000_000 / MOST_PER_SECOND;
      while (System.nanoTime() < due && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      return;
    }
    long start = System.nanoTime();
    for (long queued; (queued = queued(collector.getPort())) > MOST_QUEUED || queued < 0; ) {
      if (queued < 0) {
        throw new IOException(absence());
      } else if (System.nanoTime() - start > PATIENCE) {
        throw new IOException("the collector at " + place() + " has not read for 10 s");
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  /** Bytes in the queues of this machine's UDP sockets of a port; -1 if there is no such socket. */
  public static long queued(int port) throws IOException {
    long queued = -1;
    String suffix = ":%04X".formatted(port);
    for (Path sockets : SOCKETS) {
      if (!Files.isReadable(sockets)) {
        continue;
      }
      for (String line : Files.readAllLines(sockets, StandardCharsets.US_ASCII)) {
        String[] words = line.trim().split(" +", -1); // slot, local, remote, state, queues
        if (words.length > 4 && words[1].endsWith(suffix)) {
          String receive = words[4].substring(words[4].indexOf(':') + 1);
          queued = Math.max(queued, 0) + Long.parseLong(receive, 16);
        }
      }
    }
    return queued;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

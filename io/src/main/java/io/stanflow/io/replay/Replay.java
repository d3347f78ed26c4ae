package io.stanflow.io.replay;

import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.NetflowView;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.packet.FlowExporter;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends flows to a collector, each when it is due: as long after the first as it ended after the
 * first, divided by the speed. Never faster than {@link CollectorSocket} allows.
 */
public final class Replay implements Closeable {
  /** Sends flows as soon as the collector takes them. */
  public static final double MAX_SPEED = Double.POSITIVE_INFINITY;

  /** Longest time that a flow waits for its packet to fill, ns. */
  private static final long LINGER = 1_000_000_000;

  private final CollectorSocket socket;
  private final FlowExporter exporter;
  private final Pace pace;
  private final NetflowView view;
  private boolean begun;
  private long begin; // when the first flow was due, System.nanoTime()
  private long opened; // when the packet that fills got its first flow at the earliest, ns after
  private long filled; // packets sent before that one

  /**
   * @param schema of the flows to come
   * @param speed how much faster than the flows' own times, above 0
   */
  public Replay(Schema schema, NetflowVersion version, InetSocketAddress collector, double speed)
      throws IOException {
    pace = new Pace(speed);
    view = new NetflowView(schema);
    socket = new CollectorSocket(collector);
    exporter = new FlowExporter(schema, version, (packet, millis) -> socket.send(packet));
  }

  /**
   * Says when flows are due, which else the first one does: what ends at {@code micros} is due at
   * {@code nanos}.
   *
   * @param micros µs since the epoch
   * @param nanos by {@link System#nanoTime}
   */
  public void begin(long micros, long nanos) {
    pace.begin(micros);
    begin = nanos;
    begun = true;
  }

  /**
   * Sends a flow when it is due; flows come in the order of their ends.
   *
   * @throws InterruptedException if interrupted while waiting
   */
  public void send(Flow flow) throws IOException, InterruptedException {
    if (!begun) {
      begin(view.end(flow), System.nanoTime());
    }
    long now = System.nanoTime() - begin;
    long sending = Math.max(now, pace.due(view.end(flow)));
    if (sending - opened > LINGER) {
      exporter.flush();
    }
    if (sending > now) {
      TimeUnit.NANOSECONDS.sleep(sending - now);
    }
    exporter.add(flow);
    if (exporter.packets() != filled) {
      filled = exporter.packets();
      opened = sending;
    }
  }

  /** Sends what is left. */
  public void finish() throws IOException {
    exporter.flush();
  }

  /** Flows sent. */
  public long flows() {
    return exporter.flows();
  }

  /** Packets sent. */
  public long packets() {
    return exporter.packets();
  }

  /** What is lost of the flows, a sentence each, for the user. */
  public List<String> notes() {
    return exporter.notes();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

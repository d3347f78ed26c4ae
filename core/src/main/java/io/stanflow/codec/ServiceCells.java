package io.stanflow.codec;

import io.stanflow.codec.spec.Timer;
import java.util.List;

/**
 * Cells that flows fall in by what they are for, as shares of them are asked for: of which of some
 * protocols they are, and which of some ports they have on either side, of two such ports the
 * smaller one.
 */
public final class ServiceCells {
  private static final int ANY = -1;
  private final ServiceClasses services;
  private final List<List<Part>> asked;

  /** By service. */
  private final int[] cells;

  /**
   * Flows that a share is asked of.
   *
   * @param protocol its class, or -1 for any
   * @param port of a transport, or -1 for any, and for protocols without ports
   */
  public record Part(int protocol, int port) {
    /** Whether a flow can be of both. */
    public boolean overlaps(Part other) {
      boolean protocols = protocol == ANY || other.protocol == ANY || protocol == other.protocol;
      return protocols && (port == ANY || other.port == ANY || port == other.port);
    }
  }

  /**
   * @param asked lists of parts that do not overlap; a cell for each choice of a part, or none, of
   *     each list
   */
  ServiceCells(ServiceClasses services, List<List<Part>> asked) {
    this.services = services;
    this.asked = List.copyOf(asked);
    cells = new int[services.size()];
    for (int s = 0; s < cells.length; s++) {
      int port = services.port(s);
      cells[s] = of(services.protocol(s), port, port);
    }
  }

  /** Number of cells. */
  public int count() {
    return asked.stream().mapToInt(parts -> parts.size() + 1).reduce(1, (a, b) -> a * b);
  }

  /** The part of list {@code i} that a cell is of; their number for none of them. */
  public int part(int i, int cell) {
    int left = cell;
    for (int last = asked.size() - 1; last > i; last--) {
      left /= asked.get(last).size() + 1;
    }
    return left % (asked.get(i).size() + 1);
  }

  /** The cell of a flow. */
  public int of(int protocol, int localPort, int peerPort) {
    int cell = 0;
    for (List<Part> parts : asked) {
      int smaller = find(parts, protocol, Math.min(localPort, peerPort));
      int found = smaller < 0 ? find(parts, protocol, Math.max(localPort, peerPort)) : smaller;
      cell = cell * (parts.size() + 1) + (found < 0 ? parts.size() : found);
    }
    return cell;
  }

  private int find(List<Part> parts, int protocol, int port) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      boolean fits = part.port == ANY || (services.byPort(protocol) && part.port == port);
      if (fits && (part.protocol == ANY || part.protocol == protocol)) {
        return i;
      }
    }
    return -1;
  }

  /** The cell of a timer's ticks, which is for one service. */
  public int of(Timer timer) {
    return of(timer.protocol(), timer.port(), timer.port());
  }

  /** The cell of a service's flows. */
  int of(int service) {
    return cells[service];
  }
}

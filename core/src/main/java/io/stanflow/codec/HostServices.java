package io.stanflow.codec;

import io.stanflow.codec.spec.CodecSpec.Recurring;
import io.stanflow.codec.spec.QuantitySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A host's memory of its services, whoever the peer was: of each direction, protocol and service
 * port (the smaller one) the last flow, and the distinct sizes and durations of late, which recur.
 * Keeps the services used last.
 */
final class HostServices {
  /** Keys of services are below 2 to this; there are fewer than 2048 protocols. */
  static final int KEY_BITS = 28;

  private static final int SERVICES = 64;
  private final List<Recurring> recurring;
  private final Map<Long, Service> services =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Service> eldest) {
          return size() > SERVICES;
        }
      };

  private long latestKey;
  private Service latest;

  private final class Service {
    final RecentValues[] recent = new RecentValues[recurring.size()];
    Reference last;

    Service() {
      for (int i = 0; i < recent.length; i++) {
        recent[i] = new RecentValues(recurring.get(i).divisor() >= 0);
      }
    }
  }

  /**
   * @param recurring the quantities whose values recur
   */
  HostServices(List<Recurring> recurring) {
    this.recurring = recurring;
  }

  /** The last flow of a service, or null. */
  Reference last(Observation flow) {
    Service service = find(flow);
    return service == null ? null : service.last;
  }

  /**
   * Finds the last distinct values of a quantity of the flow's service, see {@link
   * RecentValues#find}.
   *
   * @param index of the quantity among those that recur
   * @param into receives them, the latest first; at most {@link QuantitySpec#RECENT}
   * @return how many
   */
  int recent(Observation flow, int index, long[] into) {
    Service service = find(flow);
    if (service == null) {
      return 0;
    }
    int divisor = recurring.get(index).divisor();
    return service.recent[index].find(divisor < 0 ? 0 : flow.quantities[divisor], into);
  }

  private Service find(Observation flow) {
    return find(key(flow));
  }

  /** A row asks for its service several times. */
  private Service find(long key) {
    if (latest == null || key != latestKey) {
      latestKey = key;
      latest = services.get(key);
    }
    return latest;
  }

  /** The service of a flow: its direction, protocol and smaller port. */
  static long key(Observation flow) {
    return key(flow.outgoing, flow.protocol, Math.min(flow.localPort, flow.peerPort));
  }

  /**
   * @param port the smaller one
   */
  static long key(boolean outgoing, int protocol, int port) {
    return ((2L * protocol + (outgoing ? 1 : 0)) << 16) | port;
  }

  /** Takes in a finished flow. */
  void add(Reference row) {
    int port = Math.min(row.localPort(), row.peerPort());
    long key = key(row.outgoing(), row.protocol(), port);
    Service service = find(key);
    if (service == null) {
      service = new Service();
      services.put(key, service);
      latest = service;
    }
    service.last = row;
    for (int i = 0; i < recurring.size(); i++) {
      int divisor = recurring.get(i).divisor();
      long value = row.quantities()[recurring.get(i).quantity()];
      if (divisor >= 0) {
        service.recent[i].note(value, row.quantities()[divisor]);
      } else if (value != 0) { // nothing is a point mass
        service.recent[i].note(value, 0);
      }
    }
  }
}

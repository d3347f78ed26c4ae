package io.stanflow.codec;

import io.stanflow.codec.spec.QuantitySpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A host's memory of its services, whoever the peer was: of each direction, protocol and service
 * port (the smaller one) the last flow, and the distinct sizes of late, which recur. Keeps the
 * services used last.
 */
final class HostServices {
  /** Keys of services are below 2 to this; there are fewer than 2048 protocols. */
  static final int KEY_BITS = 28;

  /** Distinct sizes kept of a service; a flow may repeat those of its own divisor. */
  private static final int KEPT = 64;

  private static final int SERVICES = 64;
  private final int value;
  private final int divisor;
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

  private static final class Service {
    Reference last;
    long[] values = new long[1];
    long[] divisors = new long[1];
    int count;
  }

  /**
   * @param value index of the quantity whose values recur, or -1 for none
   * @param divisor index of the quantity that it goes with: bytes with packets
   */
  HostServices(int value, int divisor) {
    this.value = value;
    this.divisor = divisor;
  }

  /** The last flow of a service, or null. */
  Reference last(Observation flow) {
    Service service = find(flow);
    return service == null ? null : service.last;
  }

  /**
   * Finds the last distinct values of a service among flows of the same divisor.
   *
   * @param into receives them, the latest first; at most {@link QuantitySpec#RECENT}
   * @return how many
   */
  int recent(Observation flow, long[] into) {
    Service service = find(flow);
    int found = 0;
    for (int i = 0; service != null && i < service.count && found < QuantitySpec.RECENT; i++) {
      if (service.divisors[i] == flow.quantities[divisor]) {
        into[found++] = service.values[i];
      }
    }
    return found;
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
    if (value >= 0) {
      note(service, row.quantities()[value], row.quantities()[divisor]);
    }
  }

  private static void note(Service service, long value, long divisor) {
    int at = 0;
    while (at < service.count && (service.values[at] != value || service.divisors[at] != divisor)) {
      at++;
    }
    if (at == service.values.length && at < KEPT) {
      service.values = Arrays.copyOf(service.values, 2 * at);
      service.divisors = Arrays.copyOf(service.divisors, 2 * at);
    }
    int end = Math.min(at, KEPT - 1);
    System.arraycopy(service.values, 0, service.values, 1, end);
    System.arraycopy(service.divisors, 0, service.divisors, 1, end);
    service.values[0] = value;
    service.divisors[0] = divisor;
    service.count = Math.max(service.count, end + 1);
  }
}

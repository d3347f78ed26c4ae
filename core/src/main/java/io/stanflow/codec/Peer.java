package io.stanflow.codec;

import io.stanflow.flow.Address;
import java.util.Arrays;

/** A host's memory of one peer: its last connections and the last row of each of its services. */
final class Peer {
  static final int CONNECTIONS = 4;
  private static final int SERVICES = 8;

  /** Null in a table without addresses, and of a new peer inside the network until its row ends. */
  final Address address;

  /** Index in the profile's heavy peers, or -1. */
  final int heavy;

  /** Index among the popular peers, or -1. */
  final int popular;

  /** Whether it is inside the network. */
  final boolean internal;

  int flows;

  /** Whether a recency slot names it. */
  boolean recent;

  // most peers have one connection and one service
  private Reference[] connections = new Reference[1];
  private int connectionCount;
  private Reference[] services = new Reference[1];
  private int serviceCount;

  Peer(Address address, int heavy, int popular, boolean internal) {
    this.address = address;
    this.heavy = heavy;
    this.popular = popular;
    this.internal = internal;
  }

  /** The most recent flow; null before the first. */
  Reference last() {
    return connections[0];
  }

  int connectionCount() {
    return connectionCount;
  }

  /** Connection {@code i}, 0 the most recently used: its last flow. */
  Reference connection(int i) {
    return connections[i];
  }

  /** Index of the connection with these ports and protocol, or -1. */
  int findConnection(int localPort, int peerPort, int protocol) {
    for (int i = 0; i < connectionCount; i++) {
      Reference r = connections[i];
      if (r.localPort() == localPort && r.peerPort() == peerPort && r.protocol() == protocol) {
        return i;
      }
    }
    return -1;
  }

  /** Last flow of this direction, protocol and service port (the smaller port), or null. */
  Reference service(boolean outgoing, int protocol, int servicePort) {
    int i = findService(outgoing, protocol, servicePort);
    return i < 0 ? null : services[i];
  }

  /** Number of different services, whatever the direction, among those remembered. */
  int services() {
    int different = 0;
    for (int i = 0; i < serviceCount; i++) {
      int earlier = 0;
      while (services[earlier].service() != services[i].service()) {
        earlier++;
      }
      different += earlier == i ? 1 : 0;
    }
    return different;
  }

  private int findService(boolean outgoing, int protocol, int servicePort) {
    for (int i = 0; i < serviceCount; i++) {
      Reference r = services[i];
      if (r.outgoing() == outgoing
          && r.protocol() == protocol
          && Math.min(r.localPort(), r.peerPort()) == servicePort) {
        return i;
      }
    }
    return -1;
  }

  /** Notes a flow: it becomes the last one, and the last of its connection and service. */
  void add(Reference row) {
    int old = findConnection(row.localPort(), row.peerPort(), row.protocol());
    connections = withRoom(connections, connectionCount, old, CONNECTIONS);
    connectionCount = toFront(connections, connectionCount, old, row);
    int service =
        findService(row.outgoing(), row.protocol(), Math.min(row.localPort(), row.peerPort()));
    services = withRoom(services, serviceCount, service, SERVICES);
    serviceCount = toFront(services, serviceCount, service, row);
    flows++;
  }

  private static Reference[] withRoom(Reference[] list, int count, int old, int most) {
    boolean full = old < 0 && count == list.length && count < most;
    return full ? Arrays.copyOf(list, Math.min(2 * count, most)) : list;
  }

  private static int toFront(Reference[] list, int count, int old, Reference row) {
    int end = old >= 0 ? old : Math.min(count, list.length - 1);
    System.arraycopy(list, 0, list, 1, end);
    list[0] = row;
    return old >= 0 ? count : Math.min(count + 1, list.length);
  }
}

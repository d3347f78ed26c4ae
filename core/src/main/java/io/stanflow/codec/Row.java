package io.stanflow.codec;

import io.stanflow.codec.mixture.RowRanges;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.codec.spec.UsualSize;
import io.stanflow.flow.Cidr;
import java.util.Arrays;

/**
 * A row while its fields are decided, one after the other, by encoding a flow or by sampling one.
 * Steps read what earlier steps have set. Reused from row to row, of any host.
 */
public final class Row {
  /** Of {@link #next} where nothing is given any more. */
  static final long NEVER = Long.MAX_VALUE;

  HostState host;

  /** The values decided so far. */
  public final Observation flow;

  /** When the next given flow comes, clock units; {@link #NEVER} without one. */
  long next;

  /** Whether it was drawn that the next given flow comes before any of the host's own. */
  boolean turned;

  /** The gap's zero point. */
  long base;

  /** Class of the peer field. */
  int peerCode;

  /** The peer; null until its address is decided if it was not met before. */
  Peer peer;

  /** Heavy peer that this flow is with, or -1. */
  int heavy;

  boolean met;

  /** The template of the sweep that the flow is a visit of, else null. */
  Reference template;

  /** What a timer says of the flow, if it is one's tick, else null. */
  Tick tick;

  /** Class of the connection field, or -1 if absent. */
  int connection;

  boolean protocolKnown;
  boolean localPortKnown;
  boolean peerPortKnown;

  /** The smaller port where it is known, as what the flow is for says it; else 0. */
  int servicePort;

  /** Last flow with this peer, of this connection, of its service and direction; null if none. */
  Reference last;

  Reference lastOfConnection;
  Reference lastOfService;

  /** Last flow of this service and direction with any peer; null if none. */
  Reference lastOfHostService;

  /** Sizes that the flow may repeat, the latest first. */
  final long[] recent = new long[QuantitySpec.RECENT];

  int recentCount;

  /** Sizes that are usual for the flow's service in the profile, the most frequent first. */
  final long[] usual = new long[UsualSize.OFFERED];

  int usualCount;

  /** Class of each category, token of each quantity; what a later row may refer to. */
  final int[] classes;

  /** Leading octets (IPv4) decided for a new peer, and which prefix class it has; -1 if absent. */
  int prefix;

  final int[] octets = new int[4];

  /** Where a new peer outside the network lies that is named once the row is decided, or null. */
  Cidr block;

  /** Bits of the address that such a peer may have in common with a recent one. */
  int known;

  /** Scratch of the steps that code by mixtures. */
  final RowRanges[] ranges;

  Row(Observation flow, RowRanges[] ranges) {
    this.flow = flow;
    classes = new int[flow.words.length];
    this.ranges = ranges;
  }

  /** Sets the peer, null where it is still to be decided. */
  void meet(Peer with) {
    peer = with;
    flow.peer = with == null ? null : with.address;
    flow.internal = with != null && with.internal;
  }

  /** Sets a new peer outside the network, which is named at the row's end. */
  void meetIn(Cidr where) {
    meetIn(where, where.prefixLength());
  }

  /**
   * Likewise near a recent peer.
   *
   * @param common bits that it may have in common with any
   */
  void meetIn(Cidr where, int common) {
    meet(new Peer(null, heavy, -1, false));
    block = where;
    known = common;
  }

  /** Whether the flow is the host's own, and not given. */
  boolean own() {
    return template == null && tick == null;
  }

  /** Sets what a tick's service says of protocol and ports. */
  void serve() {
    Tick.Service service = tick == null ? null : tick.service();
    if (service == null) {
      return;
    }
    serve(service.protocol(), service.local(), service.port());
  }

  /**
   * Sets protocol and service port.
   *
   * @param local whether the port is the host's
   * @param port the smaller one
   */
  void serve(int protocol, boolean local, int port) {
    flow.protocol = protocol;
    protocolKnown = true;
    servicePort = port;
    if (local) {
      flow.localPort = port;
      localPortKnown = true;
    } else {
      flow.peerPort = port;
      peerPortKnown = true;
    }
  }

  /** Forgets the row before; what is absent in a table keeps its neutral value. */
  void begin(HostState host, long next) {
    this.host = host;
    this.next = next;
    peerCode = 0;
    peer = host.self();
    heavy = -1;
    met = peer != null && peer.last() != null;
    template = null;
    tick = null;
    turned = false;
    connection = -1;
    protocolKnown = false;
    localPortKnown = false;
    peerPortKnown = false;
    servicePort = 0;
    last = met ? peer.last() : null;
    lastOfConnection = last;
    lastOfService = null;
    lastOfHostService = null;
    recentCount = 0;
    usualCount = 0;
    prefix = -1;
    block = null;
    flow.outgoing = true;
    flow.protocol = 0;
    flow.localPort = 0;
    flow.peerPort = 0;
    flow.peer = null;
    flow.internal = false;
    Arrays.fill(octets, 0);
  }
}

package io.stanflow.codec;

/** A row's state, kept so that a trial draw can be undone. */
record RowCopy(
    int peerCode,
    Peer peer,
    int heavy,
    boolean met,
    int connection,
    boolean[] known,
    Reference[] references,
    int prefix,
    int[] octets,
    int[] classes,
    long time,
    boolean outgoing,
    int[] protocolAndPorts,
    String[] words,
    long[] quantities) {
  static RowCopy of(Row row) {
    Observation flow = row.flow;
    return new RowCopy(
        row.peerCode,
        row.peer,
        row.heavy,
        row.met,
        row.connection,
        new boolean[] {row.protocolKnown, row.localPortKnown, row.peerPortKnown},
        new Reference[] {row.last, row.lastOfConnection, row.lastOfService},
        row.prefix,
        row.octets.clone(),
        row.classes.clone(),
        flow.time,
        flow.outgoing,
        new int[] {flow.protocol, flow.localPort, flow.peerPort},
        flow.words.clone(),
        flow.quantities.clone());
  }

  void restore(Row row) {
    Observation flow = row.flow;
    row.peerCode = peerCode;
    row.meet(peer);
    row.heavy = heavy;
    row.met = met;
    row.connection = connection;
    row.protocolKnown = known[0];
    row.localPortKnown = known[1];
    row.peerPortKnown = known[2];
    row.last = references[0];
    row.lastOfConnection = references[1];
    row.lastOfService = references[2];
    row.prefix = prefix;
    System.arraycopy(octets, 0, row.octets, 0, octets.length);
    System.arraycopy(classes, 0, row.classes, 0, classes.length);
    flow.time = time;
    flow.outgoing = outgoing;
    flow.protocol = protocolAndPorts[0];
    flow.localPort = protocolAndPorts[1];
    flow.peerPort = protocolAndPorts[2];
    System.arraycopy(words, 0, flow.words, 0, words.length);
    System.arraycopy(quantities, 0, flow.quantities, 0, quantities.length);
  }
}

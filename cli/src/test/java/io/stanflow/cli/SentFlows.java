package io.stanflow.cli;

import io.stanflow.io.netflow.FlowRecord;
import io.stanflow.io.netflow.PacketDecoder;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.util.List;

/** What a command sends to a socket of a test. */
final class SentFlows {
  private static final int PATIENCE = 60_000; // ms

  private SentFlows() {}

  /** Receives packets until there are so many flows. */
  static void receive(DatagramSocket socket, List<FlowRecord> flows, int expected)
      throws Exception {
    socket.setSoTimeout(PATIENCE);
    var decoder = new PacketDecoder();
    var packet = new DatagramPacket(new byte[65_535], 65_535);
    while (flows.size() < expected) {
      socket.receive(packet);
      decoder.decode(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), "", flows::add);
    }
  }
}

package io.stanflow.io.netflow;

import io.stanflow.flow.Address;
import java.io.IOException;

/**
 * A flow as NetFlow has it, of one direction.
 *
 * @param start first packet, µs since the epoch
 * @param end last packet, µs since the epoch, not before {@code start}
 * @param destinationPort for ICMP type · 256 + code
 * @param protocol IANA number
 * @param tcpFlags the low 8 control bits, or-ed
 * @param tos the whole byte, of the first packet
 * @param bytes of layer 3
 */
public record FlowRecord(
    long start,
    long end,
    Address source,
    Address destination,
    int sourcePort,
    int destinationPort,
    int protocol,
    int tcpFlags,
    int tos,
    long packets,
    long bytes) {
  /** The same flow with other counters. */
  FlowRecord withCounters(long packets, long bytes) {
    return new FlowRecord(
        start,
        end,
        source,
        destination,
        sourcePort,
        destinationPort,
        protocol,
        tcpFlags,
        tos,
        packets,
        bytes);
  }

  /** Takes flows one by one. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next one. */
    void flow(FlowRecord flow) throws IOException;
  }
}

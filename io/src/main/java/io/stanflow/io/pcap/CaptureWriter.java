package io.stanflow.io.pcap;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Writes datagrams as a pcap file, each in UDP, IPv4 and Ethernet, from 192.0.2.1 to 192.0.2.2 (RFC
 * 5737).
 */
public final class CaptureWriter {
  private static final int ETHERNET = 14;
  private static final int IPV4 = 20;
  private static final int UDP = 8;
  private static final int HEADERS = ETHERNET + IPV4 + UDP;
  private static final int SOURCE = 0xc0000201;
  private static final int DESTINATION = 0xc0000202;
  private static final long FROM = 0x0200_0000_0001L; // locally administered
  private static final long TO = 0x0200_0000_0002L;

  private final OutputStream out;
  private final int port;
  private final ByteBuffer frame = ByteBuffer.allocate(16 + 65_535);
  private int identification;

  /**
   * Starts a file.
   *
   * @param port of UDP, at both ends
   */
  public CaptureWriter(OutputStream out, int port) throws IOException {
    this.out = out;
    this.port = port;
    frame.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
    frame.putInt(65_535).putInt(1); // longest packet, Ethernet
    write();
  }

  /**
   * Adds a packet.
   *
   * @param micros since the epoch, from 1970 to 2106
   */
  public void add(ByteBuffer datagram, long micros) throws IOException {
    int length = HEADERS + datagram.remaining();
    frame.putInt((int) (micros / 1_000_000)).putInt((int) (micros % 1_000_000));
    frame.putInt(length).putInt(length);
    putMac(TO);
    putMac(FROM);
    frame.putShort((short) 0x0800);
    putIpv4(length - ETHERNET);
    putUdp(datagram);
    write();
  }

  private void putMac(long address) {
    frame.putShort((short) (address >>> 32)).putInt((int) address);
  }

  private void putIpv4(int length) {
    int start = frame.position();
    frame.putShort((short) 0x4500).putShort((short) length);
    frame.putShort((short) identification++).putShort((short) 0x4000); // never fragment
    frame.put((byte) 64).put((byte) 17).putShort((short) 0);
    frame.putInt(SOURCE).putInt(DESTINATION);
    frame.putShort(start + 10, (short) ~sum(start, frame.position(), 0));
  }

  private void putUdp(ByteBuffer datagram) {
    int start = frame.position();
    int length = UDP + datagram.remaining();
    frame.putShort((short) port).putShort((short) port).putShort((short) length);
    frame.putShort((short) 0).put(datagram.duplicate());
    int pseudo = (SOURCE >>> 16) + (SOURCE & 0xffff) + (DESTINATION >>> 16);
    int check = ~sum(start, frame.position(), pseudo + (DESTINATION & 0xffff) + 17 + length);
    frame.putShort(start + 6, (short) ((check & 0xffff) == 0 ? 0xffff : check)); // 0 says none
  }

  /** One's complement sum of 16-bit words (RFC 1071), an odd byte filled up with zero. */
  private int sum(int from, int to, int initial) {
    long sum = initial;
    for (int i = from; i + 1 < to; i += 2) {
      sum += Short.toUnsignedInt(frame.getShort(i));
    }
    if ((to - from) % 2 == 1) {
      sum += (frame.get(to - 1) & 0xff) << 8;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) sum;
  }

  private void write() throws IOException {
    out.write(frame.array(), 0, frame.position());
    frame.clear();
  }
}

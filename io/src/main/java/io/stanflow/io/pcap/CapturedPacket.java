package io.stanflow.io.pcap;

import java.nio.ByteBuffer;

/**
 * A packet as captured.
 *
 * @param micros since the epoch
 * @param linkType what the data begin with (LINKTYPE_...)
 * @param data the bytes captured
 * @param length bytes that the packet had on the wire
 */
public record CapturedPacket(long micros, int linkType, ByteBuffer data, int length) {}

package io.stanflow.codec;

/**
 * A value that follows from earlier numbers of the same flow: other + each · per. So the source's
 * bytes are all bytes (each = 0), and the payload of UDP the bytes less 28 a packet.
 *
 * @param other index among the codec's quantities of one that is decided before
 * @param per the same of what {@code each} is multiplied by
 */
public record Offset(int other, int per, long each) {
  long value(long[] quantities) {
    return quantities[other] + each * quantities[per];
  }
}

package io.stanflow.codec;

/**
 * An earlier flow of the host that a later one may repeat, or a sweep's {@linkplain Templates
 * template} in its place: values and tokens.
 *
 * @param time clock units
 * @param tokens value of each {@linkplain Layout.TokenGroup#referenced() referenced} token group
 * @param quantities packets, bytes, duration and further numbers, in the order of the codec
 * @param service its {@linkplain ServiceClasses class}
 * @param ticked whether it was a timer's
 * @param uses flows of this connection so far, this one included; 0 of a template
 */
record Reference(
    long time,
    boolean outgoing,
    int protocol,
    int localPort,
    int peerPort,
    short[] tokens,
    long[] quantities,
    int service,
    boolean ticked,
    int uses) {
  /** The service that another such flow would be owed to; -1 of a timer's, which is not. */
  int owedService() {
    return ticked ? -1 : service;
  }
}

package io.stanflow.codec;

import io.stanflow.codec.spec.Timer;
import io.stanflow.flow.Address;

/**
 * A timer that ticks on.
 *
 * @param timer of one period, which its flows show
 * @param peer whom it is with
 * @param last its last tick, clock units
 */
public record RunningTimer(Timer timer, Address peer, long last) {}

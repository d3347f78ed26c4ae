package io.stanflow.baseline;

import io.stanflow.flow.Address;

/**
 * What every baseline keeps of an internal host.
 *
 * @param address of the host, or null for a table without addresses
 * @param flows in its series, at least 1
 * @param firstMicros its first record time, µs since the epoch; 0 without time
 * @param lastMicros its last record time
 */
record Host(Address address, long flows, long firstMicros, long lastMicros) {}

package io.stanflow.codec;

/**
 * The addresses that a model may know: those that at least k training hosts share.
 *
 * @param popular addresses of popular peers; one inside the training network stands as {@code
 *     internal/<block>/<high>/<low>}, without the network's prefix (hexadecimal host bits)
 * @param firstOctets first IPv4 octets that at least k hosts share, as flags
 * @param prefixes6 IPv6 blocks of length 32, 48 or 64 that at least k hosts share
 * @param k fewest hosts that share an address or prefix
 */
public record AddressSpec(String[] popular, boolean[] firstOctets, String[] prefixes6, int k) {}

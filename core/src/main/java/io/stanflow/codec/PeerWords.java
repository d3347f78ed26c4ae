package io.stanflow.codec;

import io.stanflow.flow.Address;
import java.util.Map;

/**
 * Words that all flows with some peers have.
 *
 * @param attribute that the words are of; null where there are none
 * @param classes of the words, by peer
 */
public record PeerWords(String attribute, Map<Address, Integer> classes) {
  /** Of no peer. */
  public static final PeerWords NONE = new PeerWords(null, Map.of());

  public PeerWords {
    classes = Map.copyOf(classes);
  }

  /**
   * The class of the word that flows with a peer have; -1 for any.
   *
   * @param peer null where it is not known
   */
  int of(Address peer) {
    return peer == null ? -1 : classes.getOrDefault(peer, -1);
  }
}

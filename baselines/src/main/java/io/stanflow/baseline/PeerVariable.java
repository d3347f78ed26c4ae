package io.stanflow.baseline;

import io.stanflow.flow.Address;
import java.util.HashMap;
import java.util.Map;

/**
 * The peer: state 0 the same as that of the flow before, then the most frequent addresses by
 * themselves, then all others, of which one is drawn by frequency.
 */
final class PeerVariable implements Variable {
  private static final int SAME = 0;

  private final Peers peers;
  private final int states;
  private final Map<Address, Integer> places = new HashMap<>();

  /**
   * @param most states, at least 3
   */
  PeerVariable(Peers peers, int most) {
    this.peers = peers;
    int addresses = peers.vocabulary().size();
    states = Math.min(addresses + 1, most);
    int alone = states < addresses + 1 ? states - 2 : addresses;
    for (int i = 0; i < alone; i++) {
      places.put(peers.vocabulary().value(i), i);
    }
  }

  @Override
  public String name() {
    return "peer";
  }

  @Override
  public int states() {
    return states;
  }

  @Override
  public int state(Seen flow) {
    if (flow.hasSamePeer()) {
      return SAME;
    }
    Integer place = places.get(flow.peer());
    return place == null ? states - 1 : 1 + place;
  }

  @Override
  public void draw(int state, Making flow) {
    Address wanted = null;
    int first = 0;
    if (state == SAME) {
      wanted = flow.peer();
    } else if (state <= places.size()) {
      wanted = peers.vocabulary().value(state - 1);
    } else {
      first = places.size();
    }
    boolean taken = wanted != null && peers.take(flow.host(), wanted);
    flow.peer(taken ? wanted : peers.draw(flow.host(), first, flow.random()));
  }
}

package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.MarginalBlocks;
import io.stanflow.codec.spec.HeavyPeer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The heavy peers of a made host, the largest first: those of its donors that come with the parts
 * it gets, as far as they may be told. A popular one that two donors have is one.
 */
final class MadeHeavyPeers {
  /** In place of the component of a heavy peer that the made host has no place for. */
  static final int UNPLACED = Integer.MIN_VALUE;

  /** A heavy peer of a donor. */
  private record Known(int donor, int index) {}

  private final FlowCodec codec;
  private final List<HeavyPeer> peers = new ArrayList<>();

  /** Where the donors' stand among these. */
  private final Map<Known, Integer> slots = new HashMap<>();

  /**
   * @param shares that the host gets
   * @param shared what may be told of the donors
   */
  MadeHeavyPeers(FlowCodec codec, List<MadeHost.Share> shares, SharedTraits shared) {
    this.codec = codec;
    record Candidate(Known known, HeavyPeer peer) {}
    Map<Known, Double> flows = flows(shares);
    double rows = shares.stream().mapToDouble(MadeHost.Share::rows).sum();
    List<Candidate> candidates = new ArrayList<>();
    for (MadeHost.Share share : shares) {
      List<HeavyPeer> sketches = share.donor().heavy().sketches();
      for (int i = 0; i < sketches.size(); i++) {
        var known = new Known(share.number(), i);
        boolean here = share.kinds().contains(share.donor().heavyKinds()[i]);
        HeavyPeer told = here ? shared.shared(sketches.get(i)) : null;
        if (told != null) {
          double ticks = told.share() * share.donor().rows() * share.factor();
          double part = Math.min(1, flows.getOrDefault(known, ticks) / rows);
          candidates.add(new Candidate(known, told.withShare(part)));
        }
      }
    }
    candidates.sort(Comparator.comparingDouble((Candidate c) -> c.peer.share()).reversed());
    candidates.forEach(candidate -> place(candidate.known, candidate.peer));
  }

  private void place(Known known, HeavyPeer peer) {
    int slot = slot(peer);
    if (slot < HeavyPeer.MOST) {
      slots.put(known, slot);
    }
    if (slot == peers.size() && slot < HeavyPeer.MOST) {
      peers.add(peer);
    }
  }

  /** Where a heavy peer stands: one that is named where it is already, else last. */
  private int slot(HeavyPeer peer) {
    for (int i = 0; peer.peer() >= 0 && i < peers.size(); i++) {
      if (peers.get(i).peer() == peer.peer()) {
        return i;
      }
    }
    return peers.size();
  }

  /** Flows of all parts with each donor's heavy peers. */
  private Map<Known, Double> flows(List<MadeHost.Share> shares) {
    Map<Known, Double> flows = new HashMap<>();
    int first = firstOfPeer(codec) + first(codec);
    int size = codec.marginalBlocks().size();
    for (MadeHost.Share share : shares) {
      share
          .part()
          .counts()
          .forEach(
              (key, count) -> {
                int index = key % size - first;
                if (index >= 0 && index < HeavyPeer.MOST) {
                  var known = new Known(share.number(), index);
                  flows.merge(known, count * share.factor(), Double::sum);
                }
              });
    }
    return flows;
  }

  /** The first class of the peer field's block; after all classes where there are no peers. */
  static int firstOfPeer(FlowCodec codec) {
    MarginalBlocks blocks = codec.marginalBlocks();
    if (codec.layout().pointerField() < 0) {
      return blocks.size();
    }
    return blocks.start(blocks.ofField(codec.layout().pointerField()));
  }

  /** The first heavy peer among the components of the peer field; 0 where there are no peers. */
  static int first(FlowCodec codec) {
    int field = codec.layout().pointerField();
    return field < 0 ? 0 : codec.layout().fields().get(field).components() - HeavyPeer.MOST;
  }

  /** The host's heavy peers. */
  List<HeavyPeer> peers() {
    return peers;
  }

  /** Where a heavy peer of a share's donor stands; -1 if nowhere. */
  int slot(MadeHost.Share share, int index) {
    return slots.getOrDefault(new Known(share.number(), index), -1);
  }

  /**
   * A component of the peer field that was the donor's as one of the made host, {@link #UNPLACED}
   * for a heavy peer that it has no place for; any other number as it is.
   */
  int component(MadeHost.Share share, int component) {
    int index = component - first(codec);
    if (index < 0 || index >= HeavyPeer.MOST) {
      return component;
    }
    int slot = slot(share, index);
    return slot < 0 ? UNPLACED : first(codec) + slot;
  }
}

package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import java.util.random.RandomGenerator;

/** Which of the popular peers, for one that the host has not met. */
final class PopularStep extends Step {
  private final int token;
  private final int none;

  PopularStep(int popular, Layout.Builder layout) {
    super(Field.discrete("popular", Math.max(2, popular), false), layout);
    none = popular;
    token = layout.token("popular", popular + 1, known(), false, false);
  }

  @Override
  boolean present(Row row) {
    if (row.peer != null) {
      return false;
    }
    return row.heavy >= 0
        ? row.host.profile.heavy().get(row.heavy).popular()
        : row.peerCode == PeerStep.POPULAR;
  }

  @Override
  void encode(Row row, Observation truth, Target target) {
    target.add(row.host.book.popularIndex(truth.peer), 0);
  }

  @Override
  void accept(Row row, Observation truth) {
    if (present(row)) {
      take(row, row.host.book.popularIndex(truth.peer));
    }
  }

  private static void take(Row row, int index) {
    row.peer = new Peer(row.host.book.popular(index), row.heavy, index);
    row.flow.peer = row.peer.address;
  }

  @Override
  void possible(Row row, float[] allowed) {
    for (int i = 0; i < field().components(); i++) {
      allowed[i] = mask(i < row.host.book.popularCount() && !row.host.popularTaken(i));
    }
  }

  @Override
  void draw(Row row, int component, double centre, double width, RandomGenerator random) {
    take(row, component);
  }

  @Override
  void write(Row row, Inputs inputs) {
    boolean known = row.peer != null && row.peer.popular >= 0 && row.template == null;
    inputs.tokens[token] = known ? row.peer.popular : none;
  }
}

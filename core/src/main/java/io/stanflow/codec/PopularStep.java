package io.stanflow.codec;

import io.stanflow.codec.mixture.Target;
import java.util.random.RandomGenerator;

/** Which of the popular peers, for one that the host has not met. */
final class PopularStep extends Step {
  private final int token;
  private final int none;
  private final OutcomeClasses outcomes;

  PopularStep(int popular, OutcomeClasses outcomes, Layout.Builder layout) {
    super(Field.discrete("popular", Math.max(2, popular), false), layout);
    none = popular;
    this.outcomes = outcomes;
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
    AddressBook book = row.host.book;
    row.meet(new Peer(book.popular(index), row.heavy, index, book.isPopularInternal(index)));
  }

  @Override
  void possible(Row row, float[] allowed) {
    for (int i = 0; i < field().components(); i++) {
      allowed[i] = mask(i < row.host.book.popularCount() && !row.host.popularTaken(i));
    }
  }

  @Override
  void tilt(Row row, Feedback feedback, int f, float[] logits, int from) {
    float outside = feedback.outcome(outcomes.inside(false));
    float inside = feedback.outcome(outcomes.inside(true));
    for (int i = 0; i < row.host.book.popularCount(); i++) {
      logits[from + i] += row.host.book.isPopularInternal(i) ? inside : outside;
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

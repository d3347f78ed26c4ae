package io.stanflow.complete;

import io.stanflow.codec.Blank;
import io.stanflow.codec.Field;
import io.stanflow.codec.HostCompleter;
import io.stanflow.codec.Inputs;
import io.stanflow.flow.Flow;
import io.stanflow.model.Network;
import io.stanflow.model.RowLikelihood;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One host under way. Of a flow that lacks several values each is filled in turn, in the order of
 * the codec's steps, by the fields before the next one that is lacking; and then once more, each
 * given all the others (iterated conditional modes: Besag, On the statistical analysis of dirty
 * pictures, J. R. Statist. Soc. B 48, 1986).
 */
class HostLane {
  /** Takes a host's completed flows. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes one flow.
     *
     * @param index in the host's series
     */
    void take(int index, Flow flow);
  }

  /** Values that are tried in the whole row; those after them weigh little. */
  private static final int MOST = 64;

  final Network.Memory memory;
  final Inputs inputs;
  final Candidates candidates = new Candidates();
  private final HostCompleter completer;
  private final List<Blank> blanks;
  private final boolean[][] lacking;
  private final int fields;
  private final RandomGenerator random;
  private final Sink sink;
  private final Blank[] missing;
  private int count;
  private int turn;

  /**
   * @param blanks that may be filled, in the order of the codec's steps
   * @param lacking for each flow and blank, whether it is to be filled
   * @param random draws what is filled in; null to fill in what is best
   */
  HostLane(
      HostCompleter completer,
      Network network,
      int profile,
      List<Blank> blanks,
      boolean[][] lacking,
      RandomGenerator random,
      Sink sink) {
    this.completer = completer;
    this.blanks = blanks;
    this.lacking = lacking;
    this.random = random;
    this.sink = sink;
    memory = network.memory(profile);
    inputs = new Inputs(network.layout());
    fields = network.layout().fields().size();
    missing = new Blank[blanks.size()];
  }

  boolean hasNext() {
    return completer.hasNext();
  }

  /** Takes the next flow. */
  void begin() {
    completer.next();
    count = 0;
    turn = 0;
    for (int b = 0; b < missing.length; b++) {
      if (lacking[completer.index()][b]) {
        missing[count++] = blanks.get(b);
      }
    }
  }

  /** The blank to fill now; null where nothing is lacking any more. */
  Blank blank() {
    int turns = count == 1 ? 1 : 2 * count;
    return turn < turns ? missing[turn % count] : null;
  }

  /** The field before which a row is left that tries a value. */
  private int end() {
    int end = fields;
    for (int i = turn + 1; i < count; i++) {
      end = Math.min(end, Math.max(missing[i].first(), blank().field() + 1));
    }
    return end;
  }

  /** Walks to the blank and says whether its head is to be asked. */
  boolean reach() {
    candidates.clear();
    Blank blank = blank();
    completer.reach(blank, inputs);
    if (!blank.isAsked()) {
      completer.all(blank).forEach(value -> candidates.add(value, 0));
      return false;
    }
    int only = completer.only(blank);
    if (only >= 0) {
      candidates.add(completer.propose(blank, only, 0, 1, inside()), 0);
    }
    return only < 0;
  }

  private RandomGenerator inside() {
    return random == null ? Middle.DRAW : random;
  }

  /** Whether fields after the blank's have a say. */
  boolean isToBeTried() {
    Blank blank = blank();
    return candidates.size() > 1 && (!blank.isAsked() || end() > blank.field() + 1);
  }

  void propose(Proposals proposals, Field field, float[] outputs, int from) {
    proposals.add(blank(), completer, field, outputs, from, inside(), candidates);
  }

  /**
   * Leaves out candidates that break more hard rules in the rest of the row than others, and those
   * that weigh least of more than {@link #MOST}.
   *
   * @param scratch rows of which one may be written
   */
  void prune(RowLikelihood scratch) {
    double[] weights = new double[candidates.size()];
    for (int c = 0; c < weights.length; c++) {
      weights[c] = attempt(c, scratch, 0);
    }
    candidates.keep(weights, MOST);
  }

  /** Prepares row {@code r} for a candidate; gives the log weight of what that does not say. */
  double attempt(int candidate, RowLikelihood rows, int r) {
    Blank blank = blank();
    int end = end();
    rows.row(r, memory, blank.isAsked() ? blank.field() + 1 : blank.first(), end);
    return completer.attempt(
        blank, candidates.value(candidate), end, inputs, rows.inputs(r), rows.targets(), r);
  }

  /** Fills the blank and turns to the next. */
  void choose() {
    Blank blank = blank();
    completer.fill(blank, random == null ? candidates.best(blank) : candidates.draw(random));
    turn++;
  }

  /** Ends the flow; its inputs are then those that the encoder reads. */
  void finish() {
    sink.take(completer.index(), completer.finish(inputs));
  }
}

package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.mixture.RowRanges;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.Exclusion;
import io.stanflow.codec.spec.Facet;
import io.stanflow.codec.spec.Facet.View;
import io.stanflow.codec.spec.StepSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link Exclusion}s that one step keeps to: those of which it decides the last attribute. Each
 * is kept to as far as it leaves something to draw, the surest first.
 */
final class Exclusions {
  private final List<Guard> guards = new ArrayList<>();

  /** Those by the direction, of a step before it: they hold where the direction is given. */
  private final List<Guard> givenDirection = new ArrayList<>();

  /**
   * An exclusion from the side of its facet that is decided last.
   *
   * @param given the other facet
   * @param against index of the quantity that the step's own is compared with; -1 for its size
   * @param excluded per class of {@code given} the classes that it rules out; null where there are
   *     none
   */
  private record Guard(Facet given, int against, boolean[][] excluded) {
    boolean[] of(Row row) {
      Observation flow = row.flow;
      return excluded[given.of(flow.outgoing, flow.protocol, row.classes, flow.quantities)];
    }
  }

  /**
   * @param order of the codec's steps
   * @param step place in it
   */
  Exclusions(CodecSpec codec, List<StepSpec> order, int step) {
    for (Exclusion each : codec.exclusions()) {
      int given = last(each.given(), codec, order);
      int of = last(each.of(), codec, order);
      if (of == step && given < step) {
        guards.add(guard(codec, order.get(step), each.given(), each.of(), each.excluded()));
      } else if (given == step && of < step && each.given().isSimple()) {
        guards.add(guard(codec, order.get(step), each.of(), each.given(), turned(each.excluded())));
      } else if (of == step && each.given().view() == View.DIRECTION) {
        givenDirection.add(guard(codec, order.get(step), each.given(), each.of(), each.excluded()));
      }
    }
  }

  /** Place of the last step that decides a facet; -1 if none does. */
  private static int last(Facet facet, CodecSpec codec, List<StepSpec> order) {
    return facet.steps(codec).stream().mapToInt(order::indexOf).max().orElseThrow();
  }

  private static boolean[][] turned(boolean[][] excluded) {
    var turned = new boolean[excluded[0].length][excluded.length];
    for (int i = 0; i < turned.length; i++) {
      for (int j = 0; j < excluded.length; j++) {
        turned[i][j] = excluded[j][i];
      }
    }
    return turned;
  }

  private static Guard guard(
      CodecSpec codec, StepSpec step, Facet given, Facet own, boolean[][] excluded) {
    int against = own.view() == View.AGAINST ? own.other() : -1;
    boolean mirrored =
        against >= 0 && codec.quantities().get(against).name().equals(step.attribute());
    var rows = new boolean[excluded.length][];
    for (int i = 0; i < rows.length; i++) {
      boolean any = false;
      var row = new boolean[excluded[i].length];
      for (int j = 0; j < row.length; j++) {
        row[j] = excluded[i][mirrored ? row.length - 1 - j : j];
        any |= row[j];
      }
      rows[i] = any ? row : null;
    }
    return new Guard(given, mirrored ? own.of() : against, rows);
  }

  /**
   * Takes the classes of a word or direction that are ruled out from those that may be drawn.
   *
   * @param allowed 1 or 0 for each of so many classes
   */
  void keepTo(Row row, float[] allowed, int classes) {
    keepTo(row, guards, allowed, classes);
    if (!row.own()) {
      keepTo(row, givenDirection, allowed, classes);
    }
  }

  private static void keepTo(Row row, List<Guard> guards, float[] allowed, int classes) {
    for (Guard guard : guards) {
      boolean[] excluded = guard.of(row);
      boolean left = false;
      for (int c = 0; excluded != null && c < classes; c++) {
        left |= allowed[c] > 0 && !excluded[c];
      }
      for (int c = 0; left && c < classes; c++) {
        allowed[c] = excluded[c] ? 0 : allowed[c];
      }
    }
  }

  /**
   * Narrows the range of a quantity by what is ruled out at either end of it; a class between two
   * that may be drawn stays.
   */
  void keepTo(Row row, MixtureCode code, RowRanges of) {
    for (Guard guard : guards) {
      boolean[] excluded = guard.of(row);
      if (excluded != null) {
        long middle = guard.against < 0 ? 1 : row.flow.quantities[guard.against];
        keepTo(excluded, middle, code, of);
      }
    }
  }

  /** Below, at and above {@code middle} are the three classes. */
  private static void keepTo(boolean[] excluded, long middle, MixtureCode code, RowRanges of) {
    long low = of.low();
    long high = of.high();
    if (excluded[0]) {
      low = Math.max(low, excluded[1] ? middle + 1 : middle);
    }
    if (excluded[2]) {
      high = Math.min(high, excluded[1] ? middle - 1 : middle);
    }
    boolean narrower = low > of.low() || high < of.high();
    if (narrower && code.reaches(low, high, of)) {
      of.narrow(low, high);
    }
  }
}

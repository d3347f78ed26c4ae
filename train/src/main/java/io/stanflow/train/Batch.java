package io.stanflow.train;

import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.Field;
import io.stanflow.codec.Layout;
import io.stanflow.codec.TrainingData.Sequence;
import java.util.Arrays;
import java.util.List;

/**
 * Some chunks of series as the network takes them: plain arrays, made outside the engine. The
 * encoder runs over (chunks, positions); the decoder over the rows that count, all chunks' in one
 * list. Position p of a chunk is the row {@code from − context + p}; rows before the start of a
 * series are blank.
 */
final class Batch {
  /** Rows [from, to) of a sequence's series. */
  record Chunk(Sequence sequence, int from, int to) {
    int rows() {
      return to - from;
    }
  }

  final int chunks;
  final int positions;
  final int rows;

  /** Shape (chunks, positions, outcome groups), offset into the encoder's token table. */
  final long[] encoderTokens;

  /** Shape (chunks, positions, outcome numerics). */
  final float[] encoderNumerics;

  /** Shape (chunks, positions, 1): 0 for blank rows. */
  final float[] there;

  /** Shape (chunks, profile vector), with noise while training. */
  final float[] chunkVectors;

  /** Shape (rows): where the row's context stands among the encoder's outputs. */
  final long[] contexts;

  /** Shape (rows): profile. */
  final long[] profiles;

  /** Shape (rows): chunk. */
  final long[] rowChunks;

  /** Shape (rows, width): dropout of the decoder's state; null when not training. */
  final float[] stateMask;

  /** Per stage, shape (rows, groups of that stage), offset into the decoder's token table. */
  final long[][] tokens;

  /** Shape (rows, numerics). */
  final float[] numerics;

  /** Shape (rows, slots). */
  final long[] slots;

  final long[] services;

  /** Per field: the rows in which it is present. */
  final long[][] present;

  /** Per field, shape (present, covers): component, 0 where there is none. */
  final long[][] components;

  /** Per field, shape (present, covers): log density, {@link #NONE} where there is none. */
  final float[][] logDensities;

  /** Per field, shape (present, 4); null without free components. */
  final float[][] places;

  /** Log density of no component; its exponential is 0. */
  static final float NONE = -1e4f;

  private final BatchPlan plan;

  /** Rows to evaluate, nothing random. */
  Batch(BatchPlan plan, List<Chunk> list) {
    this(plan, list, null);
  }

  /**
   * @param regularisation noise and dropout of training; null for none
   */
  Batch(BatchPlan plan, List<Chunk> list, Regularisation regularisation) {
    this.plan = plan;
    Layout layout = plan.layout;
    chunks = list.size();
    positions = plan.context + list.stream().mapToInt(Chunk::rows).max().orElseThrow() - 1;
    rows = list.stream().mapToInt(Chunk::rows).sum();
    encoderTokens = new long[chunks * positions * plan.outcomeGroups.length];
    encoderNumerics = new float[chunks * positions * plan.outcomeNumerics.length];
    there = new float[chunks * positions];
    chunkVectors = new float[chunks * plan.vectorSize()];
    contexts = new long[rows];
    profiles = new long[rows];
    rowChunks = new long[rows];
    tokens = new long[plan.stageGroups.length][];
    for (int s = 0; s < tokens.length; s++) {
      tokens[s] = new long[rows * plan.stageGroups[s].length];
    }
    numerics = new float[rows * layout.numerics().size()];
    slots = new long[rows * layout.slots()];
    services = new long[rows * layout.slots()];
    int fields = layout.fields().size();
    present = new long[fields][];
    components = new long[fields][];
    logDensities = new float[fields][];
    places = new float[fields][];
    int row = 0;
    for (int c = 0; c < chunks; c++) {
      float[] vector = plan.profiles.get(list.get(c).sequence().profile()).vector();
      System.arraycopy(vector, 0, chunkVectors, c * vector.length, vector.length);
      fillEncoder(c, list.get(c));
      row = fillRows(c, list.get(c), row);
    }
    for (int f = 0; f < fields; f++) {
      fillTargets(f, layout.fields().get(f), list);
    }
    if (regularisation != null) {
      regularisation.addNoise(chunkVectors);
    }
    stateMask = regularisation == null ? null : regularisation.mask(rows * plan.width);
  }

  private void fillEncoder(int c, Chunk chunk) {
    EncodedSeries series = chunk.sequence().series();
    int groups = plan.layout.groups().size();
    int numericCount = plan.layout.numerics().size();
    for (int p = 0; p < positions; p++) {
      int row = chunk.from() - plan.context + p;
      if (row < 0 || row >= chunk.to()) {
        continue;
      }
      int at = c * positions + p;
      there[at] = 1;
      for (int g = 0; g < plan.outcomeGroups.length; g++) {
        encoderTokens[at * plan.outcomeGroups.length + g] =
            (long) plan.encoderOffsets[g] + series.tokens.get(row * groups + plan.outcomeGroups[g]);
      }
      for (int n = 0; n < plan.outcomeNumerics.length; n++) {
        encoderNumerics[at * plan.outcomeNumerics.length + n] =
            series.numerics.get(row * numericCount + plan.outcomeNumerics[n]);
      }
    }
  }

  private int fillRows(int c, Chunk chunk, int firstRow) {
    EncodedSeries series = chunk.sequence().series();
    int groups = plan.layout.groups().size();
    int numericCount = plan.layout.numerics().size();
    int slotCount = plan.layout.slots();
    int at = firstRow;
    for (int row = chunk.from(); row < chunk.to(); row++, at++) {
      contexts[at] = (long) c * positions + plan.context - 1 + row - chunk.from();
      profiles[at] = chunk.sequence().profile();
      rowChunks[at] = c;
      for (int s = 0; s < tokens.length; s++) {
        int[] stage = plan.stageGroups[s];
        for (int g = 0; g < stage.length; g++) {
          tokens[s][at * stage.length + g] =
              (long) plan.decoderOffsets[stage[g]] + series.tokens.get(row * groups + stage[g]);
        }
      }
      series.numerics.get(row * numericCount, numerics, at * numericCount, numericCount);
      for (int i = 0; i < slotCount; i++) {
        slots[at * slotCount + i] = series.slots.get(2 * (row * slotCount + i));
        services[at * slotCount + i] = series.slots.get(2 * (row * slotCount + i) + 1);
      }
    }
    return at;
  }

  private void fillTargets(int f, Field field, List<Chunk> list) {
    int covers = field.covers();
    long[] index = new long[rows];
    long[] component = new long[rows * covers];
    float[] density = new float[rows * covers];
    float[] place = field.free() > 0 ? new float[rows * 4] : null;
    int n = 0;
    int at = 0;
    for (Chunk chunk : list) {
      EncodedSeries series = chunk.sequence().series();
      for (int row = chunk.from(); row < chunk.to(); row++, at++) {
        if (!series.present(f, field, row)) {
          continue;
        }
        for (int i = 0; i < covers; i++) {
          int value = series.components[f].get(row * covers + i);
          component[n * covers + i] = Math.max(0, value);
          float inside = covers > 1 ? series.logDensities[f].get(row * covers + i) : 0;
          density[n * covers + i] = value < 0 ? NONE : inside;
        }
        if (place != null) {
          series.places[f].get(row * 4, place, n * 4, 4);
        }
        index[n++] = at;
      }
    }
    present[f] = Arrays.copyOf(index, n);
    components[f] = Arrays.copyOf(component, n * covers);
    logDensities[f] = Arrays.copyOf(density, n * covers);
    places[f] = place == null ? null : Arrays.copyOf(place, n * 4);
  }
}

package io.stanflow.train;

import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.Field;
import io.stanflow.codec.Layout;
import io.stanflow.codec.Profile;
import io.stanflow.codec.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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

  /** Outcome tokens as {@link Torch#sums} takes them: (chunk, position), row of their table. */
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

  /**
   * Tokens as {@link Torch#sums} takes them: (stage that has any, row), row of the decoder's table.
   */
  final long[] decoderTokens;

  /** Shape (rows, numerics). */
  final float[] numerics;

  /**
   * Shape (rows with a peer field, 2, slots): first token of each slot, then the second, offset by
   * the first's.
   */
  final long[] slots;

  /**
   * Shape (rows with a peer field, heavy slots): where the key of the row's heavy peer stands among
   * all chunks'.
   */
  final long[] heavy;

  /** Tokens of heavy peers as {@link Torch#sums} takes them: (chunk, heavy slot), token. */
  final long[] sketches;

  /** Per field: the rows in which it is present. */
  final long[][] present;

  /** Per field, shape (present, covers): component, 0 where there is none. */
  final long[][] components;

  /** Per field, shape (present, covers): log density, {@link #NONE} where there is none. */
  final float[][] logDensities;

  /** Per field, shape (present, 4); null without free components. */
  final float[][] roundings;

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
    encoderNumerics = new float[chunks * positions * plan.outcomeNumerics.length];
    there = new float[chunks * positions];
    chunkVectors = new float[chunks * plan.vectorSize()];
    contexts = new long[rows];
    profiles = new long[rows];
    rowChunks = new long[rows];
    numerics = new float[rows * layout.numerics().size()];
    int asked = (int) list.stream().flatMapToInt(this::rowsWithPeer).count();
    slots = new long[asked * 2 * layout.slots()];
    heavy = new long[asked * plan.heavySlots];
    int fields = layout.fields().size();
    present = new long[fields][];
    components = new long[fields][];
    logDensities = new float[fields][];
    roundings = new float[fields][];
    int row = 0;
    int peers = 0;
    for (int c = 0; c < chunks; c++) {
      float[] vector = plan.profiles.get(list.get(c).sequence().profile()).vector();
      System.arraycopy(vector, 0, chunkVectors, c * vector.length, vector.length);
      fillEncoder(c, list.get(c));
      row = fillRows(c, list.get(c), row);
      peers = fillSlots(c, list.get(c), peers);
    }
    encoderTokens = encoderTokens(list);
    decoderTokens = decoderTokens(list);
    sketches = sketches(list);
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
    int numericCount = plan.layout.numerics().size();
    for (int p = firstPosition(chunk); p < endPosition(chunk); p++) {
      int row = row(chunk, p);
      int at = c * positions + p;
      there[at] = 1;
      for (int n = 0; n < plan.outcomeNumerics.length; n++) {
        encoderNumerics[at * plan.outcomeNumerics.length + n] =
            series.numerics.get(row * numericCount + plan.outcomeNumerics[n]);
      }
    }
  }

  private int row(Chunk chunk, int position) {
    return chunk.from() - plan.context + position;
  }

  /** The first position that is a row of the series. */
  private int firstPosition(Chunk chunk) {
    return Math.max(0, plan.context - chunk.from());
  }

  private int endPosition(Chunk chunk) {
    return Math.min(positions, plan.context + chunk.rows());
  }

  private long[] encoderTokens(List<Chunk> list) {
    int there = 0;
    for (Chunk chunk : list) {
      there += endPosition(chunk) - firstPosition(chunk);
    }
    var ones = new Ones(there * plan.outcomeGroups.length);
    int groups = plan.layout.groups().size();
    for (int c = 0; c < chunks; c++) {
      Chunk chunk = list.get(c);
      EncodedSeries series = chunk.sequence().series();
      for (int p = firstPosition(chunk); p < endPosition(chunk); p++) {
        int tokens = row(chunk, p) * groups;
        for (int g = 0; g < plan.outcomeGroups.length; g++) {
          int token = series.tokens.get(tokens + plan.outcomeGroups[g]);
          ones.add(c * positions + p, plan.encoderOffsets[g] + token);
        }
      }
    }
    return ones.roundings;
  }

  private long[] decoderTokens(List<Chunk> list) {
    int count = 0;
    for (int[] stage : plan.stageGroups) {
      count += rows * stage.length;
    }
    var ones = new Ones(count);
    int groups = plan.layout.groups().size();
    int first = 0;
    for (int[] stage : plan.stageGroups) {
      if (stage.length == 0) {
        continue;
      }
      int at = first;
      for (Chunk chunk : list) {
        EncodedSeries series = chunk.sequence().series();
        for (int row = chunk.from(); row < chunk.to(); row++, at++) {
          for (int g : stage) {
            ones.add(at, plan.decoderOffsets[g] + series.tokens.get(row * groups + g));
          }
        }
      }
      first += rows;
    }
    return ones.roundings;
  }

  private long[] sketches(List<Chunk> list) {
    int[] sizes = plan.layout.sketchTokens();
    int count = 0;
    for (Chunk chunk : list) {
      count += plan.profiles.get(chunk.sequence().profile()).heavyPeers() * sizes.length;
    }
    var ones = new Ones(count);
    for (int c = 0; c < chunks; c++) {
      Profile profile = plan.profiles.get(list.get(c).sequence().profile());
      for (int j = 0; j < profile.heavyPeers(); j++) {
        int offset = 0;
        for (int i = 0; i < sizes.length; i++) {
          ones.add(c * plan.heavySlots + j, offset + profile.sketch(j)[i]);
          offset += sizes[i];
        }
      }
    }
    return ones.roundings;
  }

  /** Places of ones in a matrix: all rows, then all columns. */
  private static final class Ones {
    private final long[] roundings;
    private int filled;

    Ones(int count) {
      roundings = new long[2 * count];
    }

    void add(int row, int column) {
      roundings[filled] = row;
      roundings[roundings.length / 2 + filled++] = column;
    }
  }

  private int fillRows(int c, Chunk chunk, int firstRow) {
    EncodedSeries series = chunk.sequence().series();
    int numericCount = plan.layout.numerics().size();
    int at = firstRow;
    for (int row = chunk.from(); row < chunk.to(); row++, at++) {
      contexts[at] = (long) c * positions + plan.context - 1 + row - chunk.from();
      profiles[at] = chunk.sequence().profile();
      rowChunks[at] = c;
      series.numerics.get(row * numericCount, numerics, at * numericCount, numericCount);
    }
    return at;
  }

  /** The rows of a chunk that ask for a peer; a visit's is given. */
  private IntStream rowsWithPeer(Chunk chunk) {
    int f = plan.layout.pointerField();
    return f < 0
        ? IntStream.empty()
        : IntStream.range(chunk.from(), chunk.to())
            .filter(row -> chunk.sequence().series().present(f, plan.layout.fields().get(f), row));
  }

  /**
   * @param first how many rows before have a peer field
   * @return how many there are then
   */
  private int fillSlots(int c, Chunk chunk, int first) {
    EncodedSeries series = chunk.sequence().series();
    int slotCount = plan.layout.slots();
    int at = first;
    for (int row : rowsWithPeer(chunk).toArray()) {
      int slot = 2 * at * slotCount;
      for (int i = 0; i < slotCount; i++) {
        slots[slot + i] = series.slots.get(2 * (row * slotCount + i));
        int service = series.slots.get(2 * (row * slotCount + i) + 1);
        slots[slot + slotCount + i] = (long) plan.layout.slotTokens() + service;
      }
      for (int j = 0; j < plan.heavySlots; j++) {
        heavy[at * plan.heavySlots + j] = (long) c * plan.heavySlots + j;
      }
      at++;
    }
    return at;
  }

  private void fillTargets(int f, Field field, List<Chunk> list) {
    int covers = field.covers();
    long[] index = new long[rows];
    long[] component = new long[rows * covers];
    float[] density = new float[rows * covers];
    float[] rounding = field.free() > 0 ? new float[rows * 4] : null;
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
        if (rounding != null) {
          series.roundings[f].get(row * 4, rounding, n * 4, 4);
        }
        index[n++] = at;
      }
    }
    present[f] = Arrays.copyOf(index, n);
    components[f] = Arrays.copyOf(component, n * covers);
    logDensities[f] = Arrays.copyOf(density, n * covers);
    roundings[f] = rounding == null ? null : Arrays.copyOf(rounding, n * 4);
  }
}

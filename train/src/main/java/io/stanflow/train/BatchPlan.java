package io.stanflow.train;

import io.stanflow.codec.Layout;
import io.stanflow.codec.Profile;
import io.stanflow.codec.Sequence;
import io.stanflow.model.Architecture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** How a layout's inputs are arranged in batches, and how series are cut into chunks. */
final class BatchPlan {
  final Layout layout;

  final List<Profile> profiles;

  /** Of the decoder's state. */
  final int width;

  /** Blank or real rows before a chunk, so that its first row's context is complete. */
  final int context;

  /** Token groups that the encoder reads, and where each starts in its table. */
  final int[] outcomeGroups;

  final int[] encoderOffsets;
  final int[] outcomeNumerics;

  /** Token groups of each stage; numerics likewise. */
  final int[][] stageGroups;

  final int[][] stageNumerics;
  final int[] decoderOffsets;

  /** Slots for heavy peers. */
  final int heavySlots;

  BatchPlan(Layout layout, List<Profile> profiles, Architecture architecture) {
    this.layout = layout;
    this.profiles = profiles;
    width = architecture.width();
    context = architecture.encoder().receptiveField();
    decoderOffsets = layout.tokenOffsets();
    heavySlots = layout.slots() - layout.recencySlots();
    outcomeGroups = layout.outcomeGroups();
    encoderOffsets = layout.offsets(outcomeGroups);
    outcomeNumerics = layout.outcomeNumerics();
    stageGroups = layout.stageGroups();
    stageNumerics = layout.stageNumerics();
  }

  /** Number of stages with tokens. */
  int tokenStages() {
    return (int) Arrays.stream(stageGroups).filter(groups -> groups.length > 0).count();
  }

  /** Components of a profile vector. */
  int vectorSize() {
    return profiles.get(0).vector().length;
  }

  /**
   * Cuts sequences into chunks at a random offset, shuffles them and gathers them into batches.
   *
   * @param rows most rows of a chunk
   * @param batchRows a batch is full when it has this many rows
   * @param random null to cut at multiples of {@code rows} and keep the order
   */
  static List<List<Batch.Chunk>> batches(
      List<Sequence> sequences, int rows, int batchRows, Random random) {
    List<Batch.Chunk> chunks = new ArrayList<>();
    for (Sequence sequence : sequences) {
      int offset = random == null ? 0 : random.nextInt(rows);
      for (int at = sequence.from() - offset; at < sequence.to(); at += rows) {
        int from = Math.max(at, sequence.from());
        int to = Math.min(at + rows, sequence.to());
        if (from < to) {
          chunks.add(new Batch.Chunk(sequence, from, to));
        }
      }
    }
    if (random != null) {
      Collections.shuffle(chunks, random);
    }
    List<List<Batch.Chunk>> batches = new ArrayList<>();
    List<Batch.Chunk> batch = new ArrayList<>();
    int filled = 0;
    for (Batch.Chunk chunk : chunks) {
      batch.add(chunk);
      filled += chunk.rows();
      if (filled >= batchRows) {
        batches.add(batch);
        batch = new ArrayList<>();
        filled = 0;
      }
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}

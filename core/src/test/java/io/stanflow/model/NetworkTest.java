package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.codec.Inputs;
import io.stanflow.codec.Layout;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  private static Model model;
  private static Network network;
  private static Layout layout;

  @BeforeAll
  static void build() throws IOException {
    model = Models.random(SimulatedTraffic.table(12, 60, true, 1), 3, 1);
    network = new Network(model);
    layout = network.layout();
  }

  private static Inputs inputs(SplittableRandom random) {
    var inputs = new Inputs(layout);
    for (int g = 0; g < inputs.tokens.length; g++) {
      inputs.tokens[g] = random.nextInt(layout.groups().get(g).size());
    }
    for (int n = 0; n < inputs.numerics.length; n++) {
      inputs.numerics[n] = (float) random.nextGaussian();
    }
    for (int s = 0; s < inputs.slots.length; s++) {
      int size = s % 2 == 0 ? layout.slotTokens() : layout.serviceTokens();
      inputs.slots[s] = (short) random.nextInt(size);
    }
    return inputs;
  }

  /** Outputs of every head for one row, field after field. */
  private static float[][] heads(Network.Memory memory, Inputs inputs) {
    Network.Pass pass = network.new Pass(1);
    Network.Memory[] hosts = {memory};
    Inputs[] rows = {inputs};
    pass.start(hosts, 1);
    float[][] heads = new float[layout.fields().size()][];
    float[] out = new float[network.longestStride()];
    for (int f = 0; f < heads.length; f++) {
      pass.addStage(f, rows, 1);
      pass.head(f, hosts, rows, new int[] {0}, 1, out);
      heads[f] = Arrays.copyOf(out, layout.fields().get(f).outputs());
    }
    return heads;
  }

  private static void checkChange(int stage, float[][] before, float[][] after, String what) {
    for (int f = 0; f < before.length; f++) {
      assertThat(Arrays.equals(before[f], after[f]))
          .as("%s of stage %d, head %d", what, stage, f)
          .isEqualTo(f < stage);
    }
  }

  @Test
  void headSeesExactlyTheTokensOfItsStageAndEarlierOnes() {
    var random = new SplittableRandom(2);
    Network.Memory memory = network.memory(0);
    Inputs row = inputs(random);
    float[][] before = heads(memory, row);
    for (int g = 0; g < row.tokens.length; g++) {
      int old = row.tokens[g];
      int size = layout.groups().get(g).size();
      if (size > 1) {
        row.tokens[g] = (old + 1) % size;
        Layout.TokenGroup group = layout.groups().get(g);
        checkChange(group.stage(), before, heads(memory, row), group.name());
        row.tokens[g] = old;
      }
    }
  }

  @Test
  void headSeesExactlyTheNumericsOfItsStageAndEarlierOnes() {
    var random = new SplittableRandom(3);
    Network.Memory memory = network.memory(1);
    Inputs row = inputs(random);
    float[][] before = heads(memory, row);
    for (int n = 0; n < row.numerics.length; n++) {
      float old = row.numerics[n];
      row.numerics[n] += 1;
      Layout.NumericInput input = layout.numerics().get(n);
      checkChange(input.stage(), before, heads(memory, row), input.name());
      row.numerics[n] = old;
    }
  }

  @Test
  void slotMovesItsOwnLogitOfThePointerAlone() {
    var random = new SplittableRandom(4);
    Network.Memory memory = network.memory(0);
    Inputs row = inputs(random);
    float[][] before = heads(memory, row);
    int pointer = layout.pointerField();
    int classes = layout.fields().get(pointer).components();
    for (int s = 0; s < layout.slots(); s++) {
      short old = row.slots[2 * s];
      row.slots[2 * s] = (short) ((old + 1) % layout.slotTokens());
      float[][] after = heads(memory, row);
      int logit = s < layout.recencySlots() ? s : classes - layout.slots() + s;
      for (int f = 0; f < before.length; f++) {
        for (int c = 0; c < before[f].length; c++) {
          boolean moved = before[f][c] != after[f][c];
          assertThat(moved).isEqualTo(f == pointer && c == logit);
        }
      }
      row.slots[2 * s] = old;
    }
  }

  @Test
  void profilesDiffer() {
    Inputs row = inputs(new SplittableRandom(5));
    float[][] first = heads(network.memory(0), row);
    float[][] second = heads(network.memory(1), row);
    for (int f = 0; f < first.length; f++) {
      assertThat(first[f]).isNotEqualTo(second[f]);
    }
  }

  private static void finish(Network.Memory memory, Inputs inputs) {
    network.new Pass(1).finish(new Network.Memory[] {memory}, new Inputs[] {inputs}, 1);
  }

  /** The context shows in every head. */
  private static float[][] after(Inputs[] rows) {
    Network.Memory memory = network.memory(0);
    for (Inputs row : rows) {
      finish(memory, row);
    }
    return heads(memory, rows[0]);
  }

  @Test
  void contextDependsOnExactlyTheRowsOfTheReceptiveField() {
    int field = model.architecture().encoder().receptiveField();
    var random = new SplittableRandom(6);
    Inputs[] rows = new Inputs[field + 5];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = inputs(random);
    }
    Inputs first = rows[0];
    float[][] before = after(rows);
    for (int i = 1; i < rows.length; i++) {
      Inputs old = rows[i];
      rows[i] = inputs(random);
      boolean same = Arrays.deepEquals(before, after(rows));
      // dilations 1, 2, 3 reach back 1 + 6 rows, every one of them
      assertThat(same)
          .as("row %d before the last", rows.length - i)
          .isEqualTo(rows.length - i > field);
      rows[i] = old;
    }
    assertThat(rows[0]).isSameAs(first);
    assertThat(field).isEqualTo(7);
  }

  @Test
  void encoderSeesOutcomesOnly() {
    var random = new SplittableRandom(7);
    Inputs probe = inputs(random);
    Inputs row = inputs(random);
    Network.Memory memory = network.memory(0);
    finish(memory, row);
    float[][] before = heads(memory, probe);
    for (int g = 0; g < row.tokens.length; g++) {
      int size = layout.groups().get(g).size();
      int old = row.tokens[g];
      if (size > 1) {
        row.tokens[g] = (old + 1) % size;
        Network.Memory other = network.memory(0);
        finish(other, row);
        boolean same = Arrays.deepEquals(before, heads(other, probe));
        assertThat(same)
            .as(layout.groups().get(g).name())
            .isEqualTo(!layout.groups().get(g).outcome());
        row.tokens[g] = old;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 64})
  void laneIsBitIdenticalAloneAndAmongOthers(int lanes) {
    var random = new SplittableRandom(lanes);
    Network.Memory[] together = new Network.Memory[lanes];
    Network.Memory[] alone = new Network.Memory[lanes];
    for (int l = 0; l < lanes; l++) {
      together[l] = network.memory(l % model.profiles().size());
      alone[l] = network.memory(l % model.profiles().size());
    }
    Network.Pass wide = network.new Pass(lanes);
    float[] out = new float[lanes * network.longestStride()];
    for (int step = 0; step < 9; step++) {
      Inputs[] rows = new Inputs[lanes];
      Arrays.setAll(rows, l -> inputs(random));
      wide.start(together, lanes);
      float[][][] expected = new float[lanes][][];
      for (int l = 0; l < lanes; l++) {
        expected[l] = heads(alone[l], rows[l]);
      }
      for (int f = 0; f < layout.fields().size(); f++) {
        wide.addStage(f, rows, lanes);
        int[] which = random.ints(lanes, 0, lanes).distinct().toArray();
        wide.head(f, together, rows, which, which.length, out);
        int outputs = layout.fields().get(f).outputs();
        int stride = network.stride(f);
        for (int i = 0; i < which.length; i++) {
          assertThat(Arrays.copyOfRange(out, i * stride, i * stride + outputs))
              .isEqualTo(expected[which[i]][f]);
        }
      }
      wide.finish(together, rows, lanes);
      for (int l = 0; l < lanes; l++) {
        finish(alone[l], rows[l]);
      }
    }
  }
}

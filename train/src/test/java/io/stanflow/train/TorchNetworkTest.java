package io.stanflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.Field;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.HostSampler;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.Layout;
import io.stanflow.codec.SampledSeries;
import io.stanflow.codec.Sequence;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import io.stanflow.model.Models;
import io.stanflow.model.Network;
import io.stanflow.testing.Ar1Table;
import io.stanflow.testing.SweptTraffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two forward passes are one function. */
@Tag("torch")
@ExtendWith(Natives.class)
class TorchNetworkTest {
  /** Outputs of the plain Java network: per field, one array for each row that has it. */
  private static List<List<float[]>> plain(Model model, List<Batch.Chunk> chunks) {
    Layout layout = model.codec().layout();
    var network = new Network(model);
    Network.Pass pass = network.new Pass(1);
    List<List<float[]>> heads = new ArrayList<>();
    layout.fields().forEach(f -> heads.add(new ArrayList<>()));
    for (Batch.Chunk chunk : chunks) {
      EncodedSeries series = chunk.sequence().series();
      Network.Memory[] host = {network.memory(chunk.sequence().profile())};
      for (int row = 0; row < chunk.to(); row++) {
        Inputs[] inputs = {inputs(layout, series, row)};
        pass.start(host, 1);
        for (int f = 0; f < heads.size(); f++) {
          Field field = layout.fields().get(f);
          pass.addStage(f, inputs, 1);
          boolean there = series.present(f, field, row);
          if (row >= chunk.from() && there) {
            float[] out = new float[network.stride(f)];
            pass.head(f, host, inputs, new int[] {0}, 1, out);
            heads.get(f).add(Arrays.copyOf(out, field.outputs()));
          }
        }
        pass.finish(host, inputs, 1);
      }
    }
    return heads;
  }

  private static Inputs inputs(Layout layout, EncodedSeries series, int row) {
    var inputs = new Inputs(layout);
    for (int g = 0; g < inputs.tokens.length; g++) {
      inputs.tokens[g] = series.tokens.get(row * inputs.tokens.length + g);
    }
    int numerics = inputs.numerics.length;
    series.numerics.get(row * numerics, inputs.numerics, 0, numerics);
    int slots = inputs.slots.length;
    series.slots.get(row * slots, inputs.slots, 0, slots);
    return inputs;
  }

  private static void checkSame(Model model, List<Batch.Chunk> chunks) {
    List<List<float[]>> expected = plain(model, chunks);
    var plan = new BatchPlan(model.codec().layout(), model.profiles(), model.architecture());
    var batch = new Batch(plan, chunks);
    Torch.recordGradients(false);
    try (var network = new TorchNetwork(model.architecture(), plan, Device.cpu());
        NDManager scope = Torch.scope(Device.cpu())) {
      var pass = network.new Pass(scope, network.parameters(scope, model.weights(), false), batch);
      for (int f = 0; f < expected.size(); f++) {
        pass.addStage(f);
        assertThat(batch.present[f].length).isEqualTo(expected.get(f).size());
        if (batch.present[f].length > 0) {
          float[] heads = pass.head(f).toFloatArray();
          int at = 0;
          for (float[] row : expected.get(f)) {
            for (float value : row) {
              assertThat(heads[at++])
                  .as(model.codec().layout().fields().get(f).name())
                  .isCloseTo(value, within(1e-4f * Math.max(1, Math.abs(value))));
            }
          }
          assertThat(at).isEqualTo(heads.length);
        }
      }
    }
  }

  @Test
  void headsOfVisitsAreThoseOfThePlainNetwork() throws IOException {
    var data = TrainingData.fit(SweptTraffic.table(12, 6), new TrainingData.Options(5, 4, 0, 1));
    Model model = Models.random(data.codec(), data.profiles(), 6);
    List<Batch.Chunk> chunks =
        data.training().stream().map(s -> new Batch.Chunk(s, 20, Math.min(90, s.to()))).toList();
    checkSame(model, chunks);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void headsAreThoseOfThePlainNetwork(long seed) throws IOException {
    TrainingData data = Cases.traffic(seed);
    Model model = Models.random(data.codec(), data.profiles(), seed);
    List<Batch.Chunk> chunks = new ArrayList<>();
    for (Sequence sequence : data.training()) {
      // the first rows, a short chunk, one that begins inside the receptive field, one beyond it
      int[] cuts = {0, 1, 4, 31, 50};
      for (int i = 1; i < cuts.length && sequence.to() >= cuts[i]; i++) {
        chunks.add(new Batch.Chunk(sequence, cuts[i - 1], cuts[i]));
      }
    }
    assertThat(chunks.size()).isGreaterThan(60);
    checkSame(model, chunks);
  }

  @Test
  void headsAreThoseOfThePlainNetworkWithoutTimeAndAddresses() throws IOException {
    var data = TrainingData.fit(new Ar1Table(90, 0.5, 0.5, 1), TrainingData.Options.DEFAULTS);
    Model model = Models.random(data.codec(), data.profiles(), 1);
    Sequence all = data.training().get(0);
    checkSame(model, List.of(new Batch.Chunk(all, 0, 20), new Batch.Chunk(all, 20, all.to())));
  }

  /** The model that comes with stanflow, on rows that its sampler can reach. */
  @Test
  void headsOfTheBundledModelAgreeToo() throws IOException {
    Path file = Path.of(System.getProperty("stanflow.root", "."), "models", "ugr16.stanflow");
    Assumptions.assumeTrue(Files.exists(file), "no " + file);
    Model model = ModelFile.read(file);
    FlowCodec codec = model.codec();
    var known = new HostSampler.KnownAddresses(codec, List.of(Cidr.parse("10.0.0.0/16")), 1);
    List<Batch.Chunk> chunks = new ArrayList<>();
    for (int p = 0; p < Math.min(5, model.profiles().size()); p++) {
      Address host = Address.ofIpv4(0x0A00_0107 + p);
      EncodedSeries series = SampledSeries.of(codec, known, model.profiles().get(p), 130, host, p);
      var sequence = new Sequence(series, p, 0, series.rows());
      chunks.add(new Batch.Chunk(sequence, 0, 50));
      chunks.add(new Batch.Chunk(sequence, 50, 130));
    }
    checkSame(model, chunks);
  }
}

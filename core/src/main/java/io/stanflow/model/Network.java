package io.stanflow.model;

import io.stanflow.codec.Field;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.Layout;
import io.stanflow.codec.Profile;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The forward pass in plain Java, one flow of one host at a time: an encoder whose convolutions
 * keep the rows they will need, and a decoder that gives one head after the other. Immutable and
 * shared; what moves is in {@link Memory} (one for each host) and {@link Pass} (one for each
 * thread). docs/model.md has the formulas.
 */
public final class Network {
  private final Architecture architecture;
  private final Kernel kernel;
  private final Layout layout;
  private final Weights weights;
  private final int width;
  private final int[] decoderOffsets;
  private final int[] outcomeGroups;
  private final int[] encoderOffsets;
  private final int[] outcomeNumerics;
  private final int[][] stageGroups;
  private final int[][] stageNumerics;
  private final int[] priorOffsets;
  private final List<Profile> profiles;
  private final float[][] encoderProfiles;
  private final float[][] decoderProfiles;
  private final Pointer pointer;
  private final Encoder.Forward encoder;
  private final Head[] heads;
  private final float[] decoderTokens;
  private final float[] decoderNumerics;
  private final float[] encoderTokens;
  private final float[] encoderNumerics;

  /** Layers of one head, and what each profile's prior adds to its logits. */
  private record Head(Linear hidden, Linear out, float[][] priors) {}

  /** The model's network on the fastest kernel of this JVM. */
  public Network(Model model) {
    this(model, Kernel.best());
  }

  public Network(Model model, Kernel kernel) {
    this.kernel = kernel;
    architecture = model.architecture();
    layout = model.codec().layout();
    weights = model.weights();
    width = architecture.width();
    profiles = model.profiles();
    decoderOffsets = layout.tokenOffsets();
    outcomeGroups = layout.outcomeGroups();
    outcomeNumerics = layout.outcomeNumerics();
    encoderOffsets = layout.offsets(outcomeGroups);
    stageGroups = layout.stageGroups();
    stageNumerics = layout.stageNumerics();
    int fields = layout.fields().size();
    priorOffsets = new int[fields];
    int prior = 0;
    for (int f = 0; f < fields; f++) {
      priorOffsets[f] = prior;
      prior += layout.fields().get(f).prior() ? layout.fields().get(f).components() : 0;
    }
    encoderProfiles = project("encoder.profile");
    decoderProfiles = project("decoder.profile");
    pointer =
        layout.pointerField() < 0
            ? null
            : new Pointer(architecture, layout, weights, profiles, kernel);
    encoder = architecture.encoder().forward(weights, kernel);
    heads = IntStream.range(0, fields).mapToObj(this::head).toArray(Head[]::new);
    decoderTokens = weights.get("decoder.tokens");
    decoderNumerics = weights.get("decoder.numerics");
    encoderTokens = weights.get("encoder.tokens");
    encoderNumerics = weights.get("encoder.numerics");
  }

  private Head head(int f) {
    Field field = layout.fields().get(f);
    String name = "head." + field.name();
    float[][] priors = new float[field.prior() ? profiles.size() : 0][];
    for (int p = 0; p < priors.length; p++) {
      priors[p] = new float[Kernel.padded(field.components())];
      float scale = weights.get(name + ".prior")[0];
      float[] all = profiles.get(p).priors();
      for (int c = 0; c < field.components(); c++) {
        priors[p][c] = scale * all[priorOffsets[f] + c];
      }
    }
    return new Head(
        new Linear(weights, name + ".hidden", width, kernel),
        new Linear(weights, name + ".out", Linear.stride(architecture.hidden()), kernel),
        priors);
  }

  /** Length of a row that {@link Pass#head} gives: at least the field's outputs. */
  public int stride(int f) {
    return Linear.stride(layout.fields().get(f).outputs());
  }

  /** The longest such row. */
  public int longestStride() {
    return IntStream.range(0, heads.length).map(this::stride).max().orElseThrow();
  }

  private float[][] project(String tensor) {
    float[][] projected = new float[profiles.size()][width];
    for (int p = 0; p < projected.length; p++) {
      float[] vector = profiles.get(p).vector();
      Kernel.plain()
          .affine(
              vector, 1, vector.length, weights.get(tensor), new float[width], width, projected[p]);
    }
    return projected;
  }

  public Kernel kernel() {
    return kernel;
  }

  public Layout layout() {
    return layout;
  }

  /**
   * What the network remembers of one host.
   *
   * @param profile index among the model's profiles
   * @param rows what the encoder keeps of its earlier ones
   */
  public record Memory(int profile, Encoder.Memory rows) {}

  /** Memory of a host of this profile before its first flow. */
  public Memory memory(int profile) {
    return new Memory(profile, encoder.memory());
  }

  /**
   * Scratch of one thread: up to {@code lanes} hosts side by side, each at the same field of its
   * own row. Lane l of a call is entry l of its arrays.
   */
  public final class Pass {
    private final float[] x;
    private final Encoder.Step step;
    private final Encoder.Memory[] rows;
    private final float[] state;
    private final float[] picked;
    private final float[] hidden;
    private final Pointer.Scratch scores;
    private final int[] starts;
    private final float[] values;

    /**
     * @param lanes most hosts at a time
     */
    public Pass(int lanes) {
      x = new float[lanes * width];
      step = encoder.step(lanes);
      rows = new Encoder.Memory[lanes];
      state = new float[lanes * width];
      picked = new float[lanes * width];
      hidden = new float[lanes * Linear.stride(architecture.hidden())];
      scores = pointer == null ? null : pointer.new Scratch(lanes);
      values = new float[layout.numerics().size()];
      starts = new int[Math.max(layout.groups().size(), values.length)];
    }

    /** Starts a row of each host: the decoder sees their contexts and profiles. */
    public void start(Memory[] hosts, int lanes) {
      for (int l = 0; l < lanes; l++) {
        System.arraycopy(hosts[l].rows().context(), 0, state, l * width, width);
        kernel.add(decoderProfiles[hosts[l].profile], 0, width, state, l * width);
      }
    }

    /** Adds the inputs that become visible with field {@code f}. */
    public void addStage(int f, Inputs[] inputs, int lanes) {
      if (stageGroups[f].length + stageNumerics[f].length == 0) {
        return;
      }
      for (int l = 0; l < lanes; l++) {
        int[] groups = stageGroups[f];
        for (int i = 0; i < groups.length; i++) {
          int g = groups[i];
          starts[i] = (decoderOffsets[g] + inputs[l].tokens[g]) * width;
        }
        kernel.addRows(decoderTokens, starts, groups.length, width, state, l * width);
        int[] numerics = stageNumerics[f];
        for (int i = 0; i < numerics.length; i++) {
          starts[i] = numerics[i] * width;
          values[i] = inputs[l].numerics[numerics[i]];
        }
        int count = numerics.length;
        kernel.addScaledRows(values, decoderNumerics, starts, count, width, state, l * width);
      }
    }

    /**
     * Runs head {@code f} for some of the lanes.
     *
     * @param which the lanes in which the field is present; the first {@code count} entries
     * @param out receives for each of them, in a row of {@link #stride}, {@link Field#outputs}
     *     numbers: logits, then centres and log widths; what follows them in its row means nothing
     */
    public void head(int f, Memory[] hosts, Inputs[] inputs, int[] which, int count, float[] out) {
      Head head = heads[f];
      int stride = stride(f);
      for (int i = 0; i < count; i++) {
        System.arraycopy(state, which[i] * width, picked, i * width, width);
      }
      head.hidden.run(picked, count, hidden);
      kernel.silu(hidden, count * Linear.stride(architecture.hidden()));
      head.out.run(hidden, count, out);
      for (int i = 0; i < count && head.priors.length > 0; i++) {
        float[] priors = head.priors[hosts[which[i]].profile];
        kernel.add(priors, 0, priors.length, out, i * stride);
      }
      if (f == layout.pointerField()) {
        pointer.add(picked, count, which, hosts, inputs, scores, out);
      }
    }

    /** Ends a row of each host: the encoder reads it into the host's memory. */
    public void finish(Memory[] hosts, Inputs[] inputs, int lanes) {
      for (int l = 0; l < lanes; l++) {
        rows[l] = hosts[l].rows();
        System.arraycopy(encoderProfiles[hosts[l].profile], 0, x, l * width, width);
        for (int g = 0; g < outcomeGroups.length; g++) {
          starts[g] = (encoderOffsets[g] + inputs[l].tokens[outcomeGroups[g]]) * width;
        }
        kernel.addRows(encoderTokens, starts, outcomeGroups.length, width, x, l * width);
        for (int n = 0; n < outcomeNumerics.length; n++) {
          starts[n] = n * width;
          values[n] = inputs[l].numerics[outcomeNumerics[n]];
        }
        int count = outcomeNumerics.length;
        kernel.addScaledRows(values, encoderNumerics, starts, count, width, x, l * width);
      }
      step.run(x, rows, lanes);
    }
  }
}

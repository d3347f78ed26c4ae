package io.stanflow.model;

import com.google.gson.Gson;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Profile;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.flow.Range;
import io.stanflow.flow.TableLayout;
import io.stanflow.model.ModelException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Reads and writes model files: an {@link Archive} of
 *
 * <pre>
 * model.json            format version, codec, architecture, profiles, words, provenance; the
 *                       table's layout if the flows came in one of the user's own
 * weights.safetensors   the network's tensors; profile.vectors (profiles, vector);
 *                       profile.priors (profiles, components of all fields with a prior);
 *                       profile.marginals (profiles, classes of all accounts · 8), see DayMarginals;
 *                       of these three, rows of words follow those of profiles
 * </pre>
 *
 * Nothing in it is executable and nothing is trusted: it is parsed into plain data whose sizes are
 * checked against each other.
 */
public final class ModelFile {
  /** Raised by one whenever an older program could not read the file. */
  public static final int VERSION = 9;

  private static final String JSON = "model.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String VECTORS = "profile.vectors";
  private static final String PRIORS = "profile.priors";
  private static final String MARGINALS = "profile.marginals";

  /** Largest weight, the largest number that a model file's 16 bits can hold. */
  private static final float MOST_WEIGHT = 65_504;

  /** Least and most natural log of a share, the last with what rounding to 16 bits may add. */
  private static final float LEAST_LOG = -1000;

  private static final float MOST_LOG = 0.01f;

  /** Of a word's profile, which is no host's. */
  private static final Profile.Spec NOBODY = Profile.Spec.of(List.of(), List.of());

  private static final Gson GSON = new Gson();

  private ModelFile() {}

  private record Header(
      @Range(least = 0, most = Integer.MAX_VALUE) int version,
      CodecSpec codec,
      Architecture architecture,
      List<Profile.Spec> profiles,
      List<WordHeader> words,
      Provenance provenance,
      TableLayout table) {
    Header {
      words = words == null ? List.of() : List.copyOf(words);
    }
  }

  /** Which word of a condition has a profile of its own. */
  private record WordHeader(String attribute, String word) {}

  /** Writes a model, weights as 16-bit floats; the file appears only when complete. */
  public static void write(Path file, Model model) throws IOException {
    var header =
        new Header(
            VERSION,
            model.codec().spec(),
            model.architecture(),
            model.profiles().stream().map(Profile::spec).toList(),
            model.words().stream().map(w -> new WordHeader(w.attribute(), w.word())).toList(),
            model.provenance(),
            model.table());
    Map<String, Safetensors.Stored> tensors = new LinkedHashMap<>();
    for (Architecture.TensorSpec spec : model.weights().specs()) {
      tensors.put(
          spec.name(), new Safetensors.Stored(spec.shape(), model.weights().get(spec.name())));
    }
    List<Profile> all = new ArrayList<>(model.profiles());
    model.words().forEach(word -> all.add(word.profile()));
    tensors.put(VECTORS, table(all.stream().map(Profile::vector).toList()));
    tensors.put(PRIORS, table(all.stream().map(Profile::priors).toList()));
    tensors.put(
        MARGINALS,
        table(all.stream().map(profile -> DayMarginals.packed(profile.logMarginals())).toList()));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(JSON, GSON.toJson(header).getBytes(StandardCharsets.UTF_8));
    entries.put(WEIGHTS, Safetensors.write(tensors, true));
    Archive.write(file, entries);
  }

  private static Safetensors.Stored table(List<float[]> rows) {
    int columns = rows.get(0).length;
    float[] values = new float[rows.size() * columns];
    for (int r = 0; r < rows.size(); r++) {
      System.arraycopy(rows.get(r), 0, values, r * columns, columns);
    }
    return new Safetensors.Stored(List.of(rows.size(), columns), values);
  }

  /**
   * Reads a model.
   *
   * @throws ModelException if the file is not a whole, unchanged model of a known version
   */
  public static Model read(Path file) throws IOException {
    return read(Archive.read(file), file.toString());
  }

  /**
   * Reads a model from what {@code in} has left, and leaves it open.
   *
   * @param name of the source, for error messages
   * @throws ModelException if it is not a whole, unchanged model of a known version
   */
  public static Model read(InputStream in, String name) throws IOException {
    return read(Archive.read(in, name), name);
  }

  static Model read(Map<String, byte[]> entries, String name) throws ModelException {
    if (!entries.containsKey(JSON) || !entries.containsKey(WEIGHTS)) {
      throw new ModelException(
          Kind.FOREIGN, name, "not a model file", "pass a file that stanflow train wrote with -o");
    }
    // weights and codec, which take equally long, side by side
    CompletableFuture<Map<String, Safetensors.Stored>> tensors =
        CompletableFuture.supplyAsync(() -> Safetensors.read(entries.get(WEIGHTS)));
    try {
      if (entries.size() > 2) {
        throw new IllegalArgumentException("it has entries that are not known");
      }
      checkVersion(entries.get(JSON), name);
      Header header = RecordReader.read(text(entries.get(JSON)), Header.class);
      PartsCheck.check(header.codec(), header.architecture(), header.profiles());
      PartsCheck.check(header.provenance());
      checkWords(header);
      return model(header, new FlowCodec(header.codec()), tensors.join());
    } catch (IOException | IllegalArgumentException e) {
      throw corrupt(name, e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw corrupt(name, refused);
      }
      throw e;
    }
  }

  private static void checkWords(Header header) {
    List<String> parting = header.codec().parting();
    Set<WordHeader> known = new HashSet<>();
    for (CodecSpec.NamedCategories named : header.codec().categories()) {
      if (parting.contains(named.name())) {
        Arrays.stream(named.code().values())
            .forEach(w -> known.add(new WordHeader(named.name(), w)));
      }
    }
    for (WordHeader word : header.words()) {
      Requirement.require(known.remove(word), "words", "has one that is not there, or twice");
    }
  }

  private static Reader text(byte[] json) {
    return new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8);
  }

  private static ModelException corrupt(String name, Exception cause) {
    if (cause instanceof ModelException known) {
      return known;
    }
    String fact = "its parts do not fit together: " + cause.getMessage();
    String remedy = "get it again from where it was made, or train again";
    return new ModelException(Kind.CORRUPT, name, fact, remedy, cause);
  }

  /** The version comes first, so that no entry of another one is looked at. */
  private static void checkVersion(byte[] json, String name) throws IOException {
    int stated;
    try (var in = new JsonReader(text(json))) {
      in.beginObject();
      if (!in.hasNext() || !in.nextName().equals("version") || in.peek() != JsonToken.NUMBER) {
        throw new IllegalArgumentException(JSON + " does not begin with its version");
      }
      stated = in.nextInt();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(JSON + " is no object", e);
    }
    if (stated != VERSION) {
      throw new ModelException(
          stated < VERSION ? Kind.TOO_OLD : Kind.TOO_NEW,
          name,
          "format version " + stated + ", this program reads " + VERSION,
          "use the stanflow release that wrote it, or train again");
    }
  }

  private static Model model(
      Header header, FlowCodec codec, Map<String, Safetensors.Stored> tensors) {
    List<Architecture.TensorSpec> specs = header.architecture().tensors(codec.layout());
    int profiles = header.profiles().size() + header.words().size();
    tensors.forEach((name, stored) -> check(name, stored.values(), -MOST_WEIGHT, MOST_WEIGHT));
    float[][] vectors = rows(VECTORS, tensors, profiles, header.architecture().profile());
    float[][] priors = rows(PRIORS, tensors, profiles, codec.priors());
    for (float[] row : priors) {
      check(PRIORS, row, LEAST_LOG, MOST_LOG);
    }
    float[][] marginals = rows(MARGINALS, tensors, profiles, codec.marginals());
    for (int p = 0; p < profiles; p++) {
      marginals[p] = DayMarginals.unpacked(marginals[p]);
      check(MARGINALS, marginals[p], LEAST_LOG, MOST_LOG);
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    tensors.forEach((name, stored) -> values.put(name, stored.values()));
    for (Architecture.TensorSpec spec : specs) {
      Safetensors.Stored stored = tensors.get(spec.name());
      if (stored != null && !stored.shape().equals(spec.shape())) {
        throw new IllegalArgumentException(
            "tensor %s is of shape %s, not %s"
                .formatted(spec.name(), stored.shape(), spec.shape()));
      }
    }
    var weights = new Weights(specs, values);
    List<Profile> list = new ArrayList<>();
    List<WordProfile> words = new ArrayList<>();
    for (int p = 0; p < profiles; p++) {
      int w = p - header.profiles().size();
      Profile.Spec spec = w < 0 ? header.profiles().get(p) : NOBODY;
      Profile profile = codec.profile(spec, vectors[p], priors[p], marginals[p]);
      if (w < 0) {
        list.add(profile);
      } else {
        WordHeader of = header.words().get(w);
        words.add(new WordProfile(of.attribute(), of.word(), profile));
      }
    }
    return new Model(
        codec, header.architecture(), weights, list, words, header.provenance(), header.table());
  }

  private static void check(String name, float[] values, float least, float most) {
    for (float value : values) {
      if (!(value >= least && value <= most)) {
        throw new IllegalArgumentException(
            "tensor %s has a %s, not from %s to %s".formatted(name, value, least, most));
      }
    }
  }

  private static float[][] rows(
      String name, Map<String, Safetensors.Stored> tensors, int rows, int columns) {
    Safetensors.Stored table = tensors.remove(name);
    if (table == null || !table.shape().equals(List.of(rows, columns))) {
      throw new IllegalArgumentException(
          "no " + name + " of shape (" + rows + ", " + columns + ")");
    }
    float[][] split = new float[rows][];
    for (int r = 0; r < rows; r++) {
      split[r] = Arrays.copyOfRange(table.values(), r * columns, (r + 1) * columns);
    }
    return split;
  }

  /** The codec as the file's text; two codecs of the same text code alike. */
  public static String text(CodecSpec codec) {
    return GSON.toJson(codec);
  }
}

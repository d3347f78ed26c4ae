package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.codec.Profile;
import io.stanflow.flow.TableLayout;
import io.stanflow.testing.Ar1Table;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {
  private static Model traffic;
  @TempDir Path folder;

  @BeforeAll
  static void build() throws IOException {
    traffic = Models.random(SimulatedTraffic.table(9, 80, true, 1), 3, 1);
  }

  private static void checkSame(Model read, Model model) {
    assertThat(ModelFile.text(read.codec().spec())).isEqualTo(ModelFile.text(model.codec().spec()));
    assertThat(read.codec().layout().fields()).isEqualTo(model.codec().layout().fields());
    assertThat(read.architecture()).isEqualTo(model.architecture());
    assertThat(read.provenance()).isEqualTo(model.provenance());
    assertThat(read.profiles()).hasSameSizeAs(model.profiles());
    for (int p = 0; p < read.profiles().size(); p++) {
      Profile.Spec a = read.profiles().get(p).spec();
      Profile.Spec b = model.profiles().get(p).spec();
      assertThat(a.heavy()).isEqualTo(b.heavy());
      assertThat(a.rhythm()).isEqualTo(b.rhythm());
      assertThat(List.of(a.hosts(), a.dispersion(), a.volumeSpread()))
          .isEqualTo(List.of(b.hosts(), b.dispersion(), b.volumeSpread()));
      checkHalf(read.profiles().get(p).vector(), model.profiles().get(p).vector());
      checkHalf(read.profiles().get(p).priors(), model.profiles().get(p).priors());
    }
    model.weights().tensors().forEach((name, w) -> checkHalf(read.weights().get(name), w));
  }

  private static void checkHalf(float[] read, float[] written) {
    assertThat(read).hasSameSizeAs(written);
    for (int i = 0; i < read.length; i++) {
      assertThat(read[i]).isEqualTo(Float16.toFloat(Float16.fromFloat(written[i])));
    }
  }

  @Test
  void modelComesBackWithHalfPrecisionWeights() throws IOException {
    Model model = traffic;
    Path file = folder.resolve("a");
    ModelFile.write(file, model);
    Model read = ModelFile.read(file);
    checkSame(read, model);
    ModelFile.write(folder.resolve("b"), read);
    assertThat(folder.resolve("b")).hasSameBinaryContentAs(file);
  }

  @Test
  void modelWithoutTimeAndAddressesComesBack() throws IOException {
    Model model = Models.random(new Ar1Table(300, 0.5, 0.5, 1), 1, 1);
    ModelFile.write(folder.resolve("a"), model);
    checkSame(ModelFile.read(folder.resolve("a")), model);
  }

  @Test
  void theTableOfTheTrainingFlowsComesBack() throws IOException {
    Model model = Models.random(new Ar1Table(300, 0.5, 0.5, 1), 1, 1);
    var columns =
        List.of(
            new TableLayout.Column("X 1", TableLayout.Unit.PLAIN, 0, "0"),
            new TableLayout.Column("Y", TableLayout.Unit.PLAIN, 0, null));
    var table = new TableLayout("\t", true, false, columns);
    ModelFile.write(folder.resolve("a"), with(model, table));
    assertThat(ModelFile.read(folder.resolve("a")).table()).isEqualTo(table);
    ModelFile.write(folder.resolve("b"), model);
    assertThat(ModelFile.read(folder.resolve("b")).table()).isNull();
    var short1 = new TableLayout("\t", true, false, columns.subList(0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(model, short1))
        .withMessage("1 columns for 2 attributes");
  }

  private static Model with(Model model, TableLayout table) {
    return new Model(
        model.codec(),
        model.architecture(),
        model.weights(),
        model.profiles(),
        model.provenance(),
        table);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"delimiter\":\";\"|\"delimiter\":\"xx\"",
        "\"delimiter\":\";\"|\"delimiter\":null",
        "\"unit\":\"PLAIN\"|\"unit\":\"MILES\"",
        "\"name\":\"X\"|\"name\":\"Y\"",
        "\"decimals\":0|\"decimals\":7",
        "\"columns\":[|\"columns\":[null,",
        "\"columns\":[|\"columns\":9,\"x\":["
      })
  void aTableThatIsNoneIsAModelException(String from, String to) throws IOException {
    Model model = Models.random(new Ar1Table(300, 0.5, 0.5, 1), 1, 1);
    var columns =
        List.of(
            new TableLayout.Column("X", TableLayout.Unit.PLAIN, 0, null),
            new TableLayout.Column("Y", TableLayout.Unit.PLAIN, 0, null));
    Path good = folder.resolve("good");
    ModelFile.write(good, with(model, new TableLayout(";", true, true, columns)));
    Map<String, byte[]> entries = new LinkedHashMap<>(Archive.read(good));
    String text = new String(entries.get("model.json"), StandardCharsets.UTF_8);
    int at = text.indexOf(from, text.indexOf("\"table\""));
    assertThat(at).isPositive();
    String other = text.substring(0, at) + to + text.substring(at + from.length());
    entries.put("model.json", other.getBytes(StandardCharsets.UTF_8));
    Archive.write(good, entries);
    assertThatExceptionOfType(ModelException.class).isThrownBy(() -> ModelFile.read(good));
  }

  private Map<String, byte[]> parts() throws IOException {
    Path good = folder.resolve("good");
    ModelFile.write(good, traffic);
    return Archive.read(good);
  }

  private Path changed(String part, byte[] bytes) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>(parts());
    if (bytes == null) {
      entries.remove(part);
    } else {
      entries.put(part, bytes);
    }
    Path file = folder.resolve("changed");
    Archive.write(file, entries);
    return file;
  }

  private String json() throws IOException {
    return new String(parts().get("model.json"), StandardCharsets.UTF_8);
  }

  @Test
  void otherVersionIsNamed() throws IOException {
    String text = json().replaceFirst("\"version\":" + ModelFile.VERSION, "\"version\":1");
    Path file = changed("model.json", text.getBytes(StandardCharsets.UTF_8));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelFile.read(file))
        .withMessageContaining("format version 1, this program reads " + ModelFile.VERSION);
  }

  @Test
  void archiveOfSomethingElseIsNoModel() throws IOException {
    Path file = changed("weights.safetensors", null);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelFile.read(file))
        .withMessageContaining("not a model file");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"width\":9, \"width\":10",
        "\"width\":9, \"width\":-9",
        "\"width\":9, \"width\":2000000000",
        "\"hidden\":7, \"hidden\":\"x\"",
        "\"dilations\":[1, \"dilations\":[0",
        "\"dilations\":[1, \"dilations\":null,\"x\":[1",
        "\"codec\":, \"codek\":",
        "\"kind\":\"Count\", \"kind\":\"Colour\"",
        "\"profiles\":[, \"profiles\":[null",
        "\"gap\":{, \"gap\":{},\"x\":{",
        "\"protocols\":[, \"protocols\":[\"A\"",
        "\"protocol\":, \"protocol\":9",
        "\"hosts\":3, \"hosts\":0",
        "\"rhythm\":[, \"rhythm\":[1.5;",
        "{, [",
      })
  void partsThatDoNotFitAreAModelException(String from, String replacement) throws IOException {
    String to = replacement.replace(';', ','); // the source is comma-separated
    String text = json();
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    String other = text.substring(0, at) + to + text.substring(at + from.length());
    Path file = changed("model.json", other.getBytes(StandardCharsets.UTF_8));
    assertThatExceptionOfType(ModelException.class).isThrownBy(() -> ModelFile.read(file));
  }

  @Test
  void weightsOfAnotherNetworkAreAModelException() throws IOException {
    Path file = changed("weights.safetensors", Safetensors.write(Map.of(), true));
    assertThatExceptionOfType(ModelException.class).isThrownBy(() -> ModelFile.read(file));
    Path garbage = changed("weights.safetensors", new byte[100]);
    assertThatExceptionOfType(ModelException.class).isThrownBy(() -> ModelFile.read(garbage));
  }
}

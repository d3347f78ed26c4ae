package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.codec.Profile;
import io.stanflow.flow.TableLayout;
import io.stanflow.model.ModelException.Kind;
import io.stanflow.testing.Ar1Table;
import io.stanflow.testing.SimulatedTraffic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
        model.words(),
        model.provenance(),
        table);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"delimiter\":\";\"|\"delimiter\":\"xx\"|table: no delimiter of a table: 'xx'",
        "\"delimiter\":\";\"|\"delimiter\":null|table.delimiter is not text",
        "\"unit\":\"PLAIN\"|\"unit\":\"MILES\"|table.columns[0].unit is none of [PLAIN, S,",
        "\"name\":\"X\"|\"name\":\"Y\"|table: two columns are named Y",
        "\"decimals\":0|\"decimals\":7|table.columns[0].decimals is 7, not from 0 to 6",
        "\"columns\":[|\"columns\":[null,|table.columns[0] is not an object",
        "\"columns\":[|\"columns\":9,\"x\":[|table.columns is not a list"
      })
  void aTableThatIsNoneIsNamed(String from, String to, String fact) throws IOException {
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
    checkRefused(good, Kind.CORRUPT, "its parts do not fit together: " + fact);
  }

  private static void checkRefused(Path file, Kind kind, String fact) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelFile.read(file))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(fact)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
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

  @ParameterizedTest
  @CsvSource({"3, TOO_OLD", "10, TOO_NEW"})
  void otherVersionIsNamed(int version, Kind kind) throws IOException {
    String text = json().replaceFirst("\"version\":" + ModelFile.VERSION, "\"version\":" + version);
    Path file = changed("model.json", text.getBytes(StandardCharsets.UTF_8));
    String fact = "format version " + version + ", this program reads " + ModelFile.VERSION;
    checkRefused(file, kind, fact + "; use the stanflow release that wrote it, or train again");
  }

  @Test
  void archiveOfSomethingElseIsNoModel() throws IOException {
    Path file = changed("weights.safetensors", null);
    checkRefused(file, Kind.FOREIGN, "not a model file; pass a file that stanflow train wrote");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"width\":9|\"width\":10|tensor encoder.tokens is of shape [",
        "\"width\":9|\"width\":-9|architecture.width is -9, not from 1 to 4096",
        "\"width\":9|\"width\":2000000000|architecture.width is 2000000000, not from",
        "\"hidden\":7|\"hidden\":\"x\"|architecture.hidden is not a number",
        "\"dilations\":[1|\"dilations\":[0|architecture.dilations[0] is 0, not from 1",
        "\"dilations\":[1|\"dilations\":null,\"x\":[1|architecture.dilations is not a list",
        "\"codec\":|\"codek\":|the whole has an entry that is not known",
        "\"kind\":\"Count\"|\"kind\":\"Colour\"|codec.attributes: unknown kind of attribute:"
            + " Colour",
        "\"profiles\":[|\"profiles\":[null,|profiles[0] is not an object",
        "\"gap\":{|\"gap\":{},\"x\":{|codec.gap lacks ratioAtoms",
        "\"protocols\":[|\"protocols\":[\"A\",|codec.localPort.allowed is not one for each"
            + " protocol",
        "\"protocol\":|\"protocol\":9|profiles[2] has a protocol that is not there",
        "\"hosts\":1|\"hosts\":0|profiles[0].hosts is 0, not from 1 to 10000000",
        "\"rhythm\":[|\"rhythm\":[1.5,|profiles[0]: a profile of 1 hosts, 25 hours",
        "{|[|",
        "\"free\":0|\"free\":0,\"free\":0|codec.gap.free is given twice",
        "\"spread\":|\"spread\":-|codec.gap.spread is -",
        "\"min\":0|\"min\":0.5|codec.gap.min is no whole number",
        "\"version\":9|\"x\":1,\"version\":9|model.json does not begin with its version",
      })
  void partsThatDoNotFitAreNamed(String from, String to, String fact) throws IOException {
    String text = json();
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    String other = text.substring(0, at) + to + text.substring(at + from.length());
    Path file = changed("model.json", other.getBytes(StandardCharsets.UTF_8));
    String said = fact == null ? "" : fact; // where the parser finds it, in its words
    checkRefused(file, Kind.CORRUPT, "its parts do not fit together: " + said);
  }

  @Test
  void weightsOfAnotherNetworkAreNamed() throws IOException {
    Path file = changed("weights.safetensors", Safetensors.write(Map.of(), true));
    checkRefused(file, Kind.CORRUPT, "no profile.vectors of shape (9, ");
    Path garbage = changed("weights.safetensors", new byte[100]);
    checkRefused(garbage, Kind.CORRUPT, "header of 0 bytes");
  }

  @Test
  void modelIsReadFromAStream() throws IOException {
    Path file = folder.resolve("a");
    ModelFile.write(file, traffic);
    byte[] bytes = Files.readAllBytes(file);
    checkSame(ModelFile.read(new ByteArrayInputStream(bytes), "a stream"), traffic);
    bytes[bytes.length / 2] ^= 1;
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelFile.read(new ByteArrayInputStream(bytes), "a stream"))
        .withMessage("a stream: damaged: its SHA-256 does not match its content; copy it again")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
  }
}

package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.generate.GoldenModelTest;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.model.ModelException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model file that is whole, but says what cannot be: refused with the place and the fact. */
class SenselessModelTest {
  private static Map<String, byte[]> golden;
  private static String json;
  @TempDir Path folder;

  @BeforeAll
  static void readGolden() throws IOException {
    try (InputStream in = GoldenModelTest.class.getResourceAsStream("format-9.stanflow")) {
      golden = Archive.read(in, "golden");
    }
    json = new String(golden.get("model.json"), StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> with(String entry, byte[] content) {
    Map<String, byte[]> entries = new LinkedHashMap<>(golden);
    entries.put(entry, content);
    return entries;
  }

  private static Map<String, byte[]> edited(String from, String to) {
    String other = json.replaceFirst(from, to);
    assertThat(other).isNotEqualTo(json);
    return with("model.json", other.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"clockUnit\":1000000|\"clockUnit\":1|codec.windowUnits times clockUnit is not an hour",
        "\"clockUnit\":1000000|\"clockUnit\":-1|codec.clockUnit is -1, not from 0 to 10000",
        "\"clockUnit\":1000000|\"clockUnit\":9223372036854775807|codec.clockUnit is 92233720368547",
        "\"clockUnit\":1000000,\"windowUnits\":3600|\"clockUnit\":800000,\"windowUnits\":4500|part"
            + " of a second",
        "\"dispersion\":0.0|\"dispersion\":-0.5|profiles[0].dispersion is -0.5, not from 0 to",
        "\"dispersion\":0.0|\"dispersion\":1e300|profiles[0].dispersion is 1.0E300, not from 0 to",
        "\"dispersion\":0.0|\"dispersion\":NaN|JsonReader",
        "\"volumeSpread\":0|\"volumeSpread\":1e300,\"ipv6\":0|profiles[0].volumeSpread is 1.0E300",
        "\"spread\":1|\"spread\":1e300,\"min\":1|codec.gap.spread is 1.0E300, not from 1.0E-9 to",
        "\"rhythm\":.[0-9.]+|\"rhythm\":[-1|profiles[0].rhythm[0] is -1.0, not from 0 to"
            + " 1000000000",
        "\"rhythm\":.[0-9.]+|\"rhythm\":[1e18|profiles[0].rhythm[0] is 1.0E18, not from 0 to",
        "\"hosts\":1|\"hosts\":2147483647|profiles[0].hosts is 2147483647, not from 1 to 10000000",
        "\"forwardingStatus\"|\"a\\\\u001b[2J\"|codec.attributes: an attribute's name is text",
        "\"forwardingStatus\"|\"<script>\"|an attribute's name is text, without control characters",
        "\"provenance\":|\"extra\":1,\"provenance\":|the whole has an entry that is not known",
        "\"device\":\"cpu\"|\"device\":\"\\\\u001b[2J\"|provenance.training has a text with"
            + " control",
        "\"services\":..\"service\":[0-9]+|\"services\":[{\"service\":99999|codec.services have one"
            + " that is not there",
        "\"ends\":.[0-9]+|\"ends\":[30000,5|codec.services have groups that are not of all tokens",
        "\"ends\":.[0-9]+|\"ends\":[0|ends[0] is 0, not from 1 to 32767",
        "\"100.70.3.53\"|\"100.70.3.553\"|not an IP address: '100.70.3.553'",
        "\"100.70.3.53\"|\"internal/7/0/1\"|codec.addresses.popular has one in a block that is not",
        "\"2001::/16\"|\"10.0.0.0/8\"|codec.addresses.prefixes6 has one that is not IPv6",
        "\"interfaces6\":.0|\"interfaces6\":[-5|codec.addresses.interfaces6[0] is -5, not from 0",
        "\"values\":.\"[0-9]+\"|\"values\":[\"x\"|codec.categories, tcpFlags, has flags that are"
            + " no",
        "\"unit\":4000.0|\"unit\":0.5|codec.quantities[2] has a unit of a real number",
        "\"starts\":.[0-9.]+|\"starts\":[-1|codec.sweeps.starts[0] is -1.0, not from 0 to 10000",
        "\"starts\":.[0-9.]+,|\"starts\":[|codec.sweeps: 23 hours and",
        "\"peers\":.[0-9]+|\"peers\":[99|codec.sweeps have a peer that is not there",
        "\"peers\":.[^]]*]|\"peers\":[]|codec.sweeps have a peer that is not there",
        "\"template\":.\"protocol\":0|\"template\":{\"protocol\":9|codec.sweeps have a protocol",
        "\"features\":|\"ties\":{\"keys\":[{\"attribute\":\"x\",\"ascending\":true}],\"together\":true,\"outgoingFirst\":[0,0,0]},\"features\":|codec.ties"
            + " have a key that",
        "\"features\":|\"ties\":{\"keys\":[],\"together\":true,\"outgoingFirst\":[0,0]},\"features\":|codec.ties:"
            + " 2 roles in a connection",
        "\"exclusions\":.*?,\"sweeps\"|\"exclusions\":[{\"given\":{\"view\":\"WORD\",\"of\":99,\"other\":0},\"of\":{\"view\":\"SIZE\",\"of\":0,\"other\":0},\"excluded\":[[true]]}],\"sweeps\"|codec.exclusions"
            + " have a facet that is not there",
        "\"exclusions\":.*?,\"sweeps\"|\"exclusions\":[{\"given\":{\"view\":\"SIZE\",\"of\":0,\"other\":0},\"of\":{\"view\":\"SIZES\",\"of\":0,\"other\":1},\"excluded\":[[true]]}],\"sweeps\"|codec.exclusions"
            + " have a facet that is not there",
        "\"exclusions\":.*?,\"sweeps\"|\"exclusions\":[{\"given\":{\"view\":\"SIZE\",\"of\":0,\"other\":0},\"of\":{\"view\":\"SIZE\",\"of\":1,\"other\":0},\"excluded\":[[true]]}],\"sweeps\"|codec.exclusions"
            + " are not of each class",
        "\"words\":.[0-9]+|\"words\":[999|codec.sweeps have a word that is not there",
        "\"words\":.[0-9]+,|\"words\":[|codec.sweeps have no word and no number of each",
        "\"internal\":false,\"peer\":[0-9]+|\"internal\":false,\"peer\":9999|names a peer that is"
            + " not",
        "\"roles\":.\\{\"service\":-?[0-9]+|\"roles\":[{\"service\":-2|codec.internal.roles[0].service",
        "\"roles\":..\"service\".*?.,\"order|\"roles\":[]},\"order|codec.internal: no role inside",
        "\"others\":[0-9]+,\"addresses\":[0-9]+|\"others\":1,\"addresses\":2|codec.internal.roles[0]",
        "\"least\":300.0|\"least\":0.5|timers[1].least is 0.5, not from 1 to",
        "\"least\":300.0|\"least\":301.0|timers[1]: a timer of 301.0 to 300.0",
        "\"protocol\":0,\"port\":110|\"protocol\":99,\"port\":110|has a protocol that is not",
        "\"peer\":-1,\"heavy\":1|\"peer\":9999,\"heavy\":1|has a timer with a peer that is not",
        "\"role\":[0-9]+|\"role\":999|has a role that is not there",
        "\"popular\":.[0-9]+.,\"heavy|\"popular\":[999],\"heavy|is a peer that is not there",
        "\"name\":\"tos\",\"code\"|\"name\":\"label\",\"code\"|codec has two codes of label",
        "\"dilations\":.1|\"dilations\":[[[[[[[[1|architecture.dilations[0] is not a number",
      })
  void isRefusedWithThePlace(String from, String to, String fact) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelFile.read(edited(from, to), "odd"))
        .withMessageStartingWith("odd: its parts do not fit together: ")
        .withMessageContaining(fact)
        .withMessageEndingWith("; get it again from where it was made, or train again")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
  }

  /** Each number is in its range, but generation would never end. */
  @Test
  void moreFlowsThanAnyoneWantsMustBeAskedFor() throws IOException {
    Model model =
        ModelFile.read(
            edited("\"rhythm\":.*?]", "\"rhythm\":[1e9" + ",1e9".repeat(23) + "]"), "odd");
    var ready = new StanflowModel(model);
    Scenario scenario = Scenario.DEFAULTS.withHosts(40);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ready.start(scenario))
        .withMessageContaining("flows, above 1,000,000,000; ask for so many by number");
    try (var flows = ready.start(scenario.withFlows(100))) {
      assertThat(flows).toIterable().hasSize(100);
    }
  }

  @Test
  void entriesThatAreNotKnownAreRefused() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelFile.read(with("run.sh", new byte[1]), "odd"))
        .withMessageContaining("it has entries that are not known");
  }

  private static byte[] tensors(String header, float... values) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(8 + text.length + 4 * values.length);
    out.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text);
    for (float value : values) {
      out.putFloat(value);
    }
    return out.array();
  }

  /** Many tensors on the same bytes would take far more memory than the file has. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "0,8|0,8|tensor b does not fit its bytes",
        "0,4|8,12|tensor b does not fit its bytes",
        "0,4|4,8|the tensors end at 8, the file later",
      })
  void tensorsFollowEachOther(String first, String second, String fact) {
    String entry = "\"%s\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[%s]}";
    int length = first.equals("0,8") ? 2 : 1;
    String header =
        "{"
            + entry.formatted("a", length, first)
            + ","
            + entry.formatted("b", length, second)
            + "}";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Safetensors.read(tensors(header, 1, 2, 3)))
        .withMessage(fact);
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() {
    byte[] weights = golden.get("weights.safetensors").clone();
    ByteBuffer.wrap(weights)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(weights.length - 2, (short) 0x7e00);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelFile.read(with("weights.safetensors", weights), "odd"))
        .withMessageContaining("tensor profile.marginals has a NaN, not from -65504.0 to 65504.0");
  }

  /** A thousand bytes that unpack to a thousand times as many. */
  @Test
  void whatUnpacksToFarMoreIsNotUnpacked() throws IOException {
    Map<String, byte[]> entries = Map.of("model.json", new byte[80 << 20]);
    Path file = folder.resolve("bomb");
    Archive.write(file, entries);
    assertThat(Files.size(file)).isLessThan(100_000);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Archive.read(file))
        .withMessageContaining("unpacks to more than ");
  }
}

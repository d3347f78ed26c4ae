package io.stanflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stanflow.flow.Attribute.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTest {
  private static final Schema ALL =
      new Schema(
          List.of(
              Attribute.categorical("word"),
              Attribute.address("address"),
              Attribute.start("when"),
              Attribute.duration("span"),
              Attribute.count("count"),
              Attribute.continuous("real"),
              Attribute.port("port"),
              Attribute.flags("flags"),
              Attribute.categorical("other")));

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 65_535, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void draftKeepsNumbersToTheirEdges(long value) {
    var draft = new Flow.Draft(ALL);
    for (int i : new int[] {2, 3, 4, 6, 7}) {
      draft.number(i, value - i);
    }
    Flow flow = draft.flow();
    for (int i : new int[] {2, 3, 4, 6, 7}) {
      assertThat(flow.number(i)).isEqualTo(value - i);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, 1.5, Double.MIN_VALUE, -Double.MAX_VALUE})
  void draftKeepsEveryBitOfRealsWordsAndAddresses(double value) {
    Address address = new Address(-1, Long.MIN_VALUE);
    Flow flow =
        new Flow.Draft(ALL).real(5, value).word(0, "a b").word(8, "ü").address(1, address).flow();
    assertThat(Double.doubleToRawLongBits(flow.real(5)))
        .isEqualTo(Double.doubleToRawLongBits(value));
    assertThat(flow.word(0)).isEqualTo("a b");
    assertThat(flow.word(8)).isEqualTo("ü");
    assertThat(flow.address(1)).isEqualTo(address);
    assertThat(flow.number(2)).isZero();
    assertThat(flow.toString()).contains("word=a b", "real=" + value, "count=0");
  }

  @Test
  void draftRefusesAnotherKindOfValue() {
    var draft = new Flow.Draft(ALL);
    Address address = Address.ofIpv4(1);
    for (int i = 0; i < ALL.size(); i++) {
      int at = i;
      Attribute kind = ALL.attributes().get(i);
      if (kind.kind() != Kind.CATEGORICAL) {
        assertThatIllegalArgumentException().isThrownBy(() -> draft.word(at, "x"));
      }
      if (kind.kind() != Kind.CONTINUOUS) {
        assertThatIllegalArgumentException().isThrownBy(() -> draft.real(at, 1));
      }
      if (kind.kind() != Kind.ADDRESS) {
        assertThatIllegalArgumentException().isThrownBy(() -> draft.address(at, address));
      }
      if (kind.kind() == Kind.CATEGORICAL
          || kind.kind() == Kind.CONTINUOUS
          || kind.kind() == Kind.ADDRESS) {
        assertThatIllegalArgumentException().as("%s", kind).isThrownBy(() -> draft.number(at, 1));
      }
    }
  }

  /** Another kind of value was once read as some other attribute's. */
  @Test
  void flowRefusesWhatIsNotThereWithTheNamesThatAre() {
    Flow flow = new Flow.Draft(ALL).word(0, "a").number(4, 7).real(5, 2.5).flow();
    String names =
        "; the flows have word (word), address (address), when (number), span (number),"
            + " count (number), real (real), port (number), flags (number), other (word)";
    List<Runnable> wrong =
        List.of(
            () -> flow.number(0),
            () -> flow.word(4),
            () -> flow.real(4),
            () -> flow.address(5),
            () -> flow.number(ALL.index("cuont")),
            () -> flow.number(ALL.size()),
            () -> flow.number("cuont"),
            flow::tcpFlags,
            flow::timeMicros);
    List<String> facts =
        List.of(
            "word is no number",
            "count is no word",
            "count is no real",
            "real is no address",
            "there is no attribute -1",
            "there is no attribute 9",
            "there is no attribute cuont",
            "there is no attribute tcpFlags",
            "there is no attribute time");
    for (int i = 0; i < wrong.size(); i++) {
      Runnable read = wrong.get(i);
      assertThatIllegalArgumentException().isThrownBy(read::run).withMessage(facts.get(i) + names);
    }
    assertThat(List.of(flow.number("count"), flow.real("real"), flow.word("word")))
        .isEqualTo(List.of(7L, 2.5, "a"));
    assertThat(flow.address("address")).isEqualTo(new Address(0, 0));
  }

  @Test
  void flowDoesNotChangeWithItsDraft() {
    var draft = new Flow.Draft(ALL).number(4, 1).word(0, "a");
    Flow flow = draft.flow();
    Flow other = draft.number(4, 2).word(0, "b").flow();
    assertThat(flow.number(4)).isEqualTo(1);
    assertThat(flow.word(0)).isEqualTo("a");
    assertThat(flow).isNotEqualTo(other);
    assertThat(draft.flow()).isEqualTo(other).hasSameHashCodeAs(other);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"START", "END"})
  void startAndEndFollowFromTheRecordedEdge(Kind edge) {
    Schema schema = Schema.netflow(edge);
    Flow flow =
        new Flow.Draft(schema)
            .number(schema.index(Schema.TIME), 1_000_000)
            .number(schema.index(Schema.DURATION), 4_000)
            .flow();
    assertThat(flow.startMicros()).isEqualTo(edge == Kind.END ? 996_000 : 1_000_000);
    assertThat(flow.endMicros()).isEqualTo(edge == Kind.END ? 1_000_000 : 1_004_000);
    assertThat(flow.endMicros() - flow.startMicros()).isEqualTo(flow.durationMicros());
  }

  @Test
  void namedAttributesReadFromTheirColumns() {
    Schema schema = Schema.netflow(Kind.END, Attribute.categorical("label"));
    Flow flow =
        new Flow.Draft(schema)
            .number(0, 7)
            .number(1, 6)
            .address(2, Address.parse("10.0.0.1"))
            .address(3, Address.parse("2001:db8::1"))
            .number(4, 65_535)
            .number(5, 53)
            .word(6, "UDP")
            .number(7, 255)
            .number(8, 3)
            .number(9, Long.MAX_VALUE)
            .word(10, "dos")
            .flow();
    assertThat(flow.timeMicros()).isEqualTo(7);
    assertThat(flow.durationMicros()).isEqualTo(6);
    assertThat(flow.sourceAddress()).hasToString("10.0.0.1");
    assertThat(flow.destinationAddress()).hasToString("2001:db8::1");
    assertThat(flow.sourcePort()).isEqualTo(65_535);
    assertThat(flow.destinationPort()).isEqualTo(53);
    assertThat(flow.protocol()).isEqualTo("UDP");
    assertThat(flow.tcpFlags()).isEqualTo(255);
    assertThat(flow.packets()).isEqualTo(3);
    assertThat(flow.bytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(flow.word(10)).isEqualTo("dos");
    assertThat(flow.schema()).isSameAs(schema);
  }
}

package io.stanflow.io.netflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets back to back. */
class DatagramDumpTest {
  private static final String V5 = "00050001" + "00".repeat(68);
  private static final String V9 = "00090002" + "00".repeat(16) + "0000000801000000" + "01000004";
  private static final String IPFIX = "000a0014" + "00".repeat(12) + "01000004";

  private static DatagramDump dump(String hex) {
    return new DatagramDump(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
  }

  @Test
  void eachEndsWhereTheNextBegins() throws Exception {
    try (var dump = dump(V9 + V9 + V5 + V9 + IPFIX + IPFIX + V5 + V9)) {
      List<String> read = new ArrayList<>();
      for (ByteBuffer packet; (packet = dump.next()) != null; ) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        read.add(HexFormat.of().formatHex(bytes));
      }
      assertThat(read).containsExactly(V9, V9, V5, V9, IPFIX, IPFIX, V5, V9);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          05                                             | a single byte is no packet
          000500                                         | the packet is cut short: it has 3 of 4 bytes
          00050001                                       | the packet is cut short: it has 4 of 72 bytes
          00060001                                       | the version must be 5, 9 or 10 but is 6
          000a0014                                       | the packet is cut short: it has 4 of 20 bytes
          0009000100                                     | the packet is cut short: it has 5 of 20 bytes
          000900010000000000000000000000000000000000000003 | set 0 cannot have 3 bytes
          000900010000000000000000000000000000000000000009 | the packet is cut short: it has 24 of 29 bytes
          """)
  void whereItIsNotKnownNothingFollows(String hex, String fact) throws Exception {
    try (var dump = dump(V5 + hex)) {
      assertThat(dump.next()).isNotNull();
      assertThatThrownBy(dump::next).isInstanceOf(MalformedPacketException.class).hasMessage(fact);
      assertThat(dump.next()).isNull();
    }
  }

  @Test
  void anEmptyFileHasNone() throws IOException, MalformedPacketException {
    try (var dump = dump("")) {
      assertThat(dump.next()).isNull();
    }
  }
}

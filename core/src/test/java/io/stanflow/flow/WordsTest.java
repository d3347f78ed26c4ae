package io.stanflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link TcpFlags} and {@link Protocol}. */
class WordsTest {
  @ParameterizedTest
  @CsvSource({
    ".AP.SF, 27",
    "...AP.SF, 27",
    "......, 0",
    "CEUAPRSF, 255",
    "S, 2",
    "' .A....', 16",
    "0x1b, 27",
    "27, 27",
    "'', 0"
  })
  void flagsAreReadFromLettersAndNumbers(String text, int bits) {
    assertThat(TcpFlags.parse(text)).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(strings = {".ap.sf", "X", "1x", "0xzz", "A-P"})
  void otherTextIsNoFlags(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> TcpFlags.parse(text));
  }

  @Test
  void everyCombinationOfFlagsReadsBack() {
    for (int bits = 0; bits < 256; bits++) {
      assertThat(TcpFlags.format(bits, 8)).hasSize(8);
      assertThat(TcpFlags.parse(TcpFlags.format(bits, 8))).isEqualTo(bits);
      assertThat(TcpFlags.parse(TcpFlags.format(bits, 6))).isEqualTo(bits & 63);
    }
    assertThat(TcpFlags.format(TcpFlags.ACK | TcpFlags.FIN, 6)).isEqualTo(".A...F");
    int named =
        TcpFlags.FIN + TcpFlags.SYN + TcpFlags.RST + TcpFlags.PSH + TcpFlags.ACK + TcpFlags.URG;
    assertThat(TcpFlags.format(named + TcpFlags.ECE, 8)).isEqualTo(".EUAPRSF");
    assertThat(TcpFlags.format(TcpFlags.CWR, 8)).isEqualTo("C.......");
  }

  @ParameterizedTest
  @CsvSource({
    "tcp, TCP",
    "'TCP ', TCP",
    "6, TCP",
    "17, UDP",
    "icmp6, ICMP6",
    "58, ICMP6",
    "50, ESP",
    "253, 253",
    "0, 0",
    "1234, 1234",
    "99999999999, 99999999999"
  })
  void protocolsStandByTheirKeyword(String text, String keyword) {
    assertThat(Protocol.keyword(text)).isEqualTo(keyword);
  }

  @Test
  void onlyTransportsHavePorts() {
    assertThat(new String[] {"TCP", "UDP", "SCTP", "DCCP", "UDPLITE", "RTP", "UDT"})
        .allMatch(Protocol::hasPorts);
    assertThat(new String[] {"ICMP", "ICMP6", "ESP", "GRE", "IPIP", "253", ""})
        .noneMatch(Protocol::hasPorts);
    assertThat(new String[] {"ICMP", "ICMP6"}).allMatch(Protocol::isIcmp);
    assertThat(Protocol.isIcmp("IGMP")).isFalse();
  }

  @Test
  void smallestPacketsAreIpAndTheProtocolsHeader() {
    assertThat(Protocol.smallestPacket("TCP")).isEqualTo(40);
    assertThat(Protocol.smallestPacket("UDP")).isEqualTo(28);
    assertThat(Protocol.smallestPacket("ICMP")).isEqualTo(28);
    assertThat(Protocol.smallestPacket("ESP")).isEqualTo(20);
  }
}

package io.stanflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0",
    "255.255.255.255, -1",
    "127.0.0.1, 2130706433",
    "128.0.0.0, -2147483648",
    "192.0.2.1, -1073741311"
  })
  void ipv4IsItsThirtyTwoBits(String text, int bits) {
    Address address = Address.parse(text);
    assertThat(address).isEqualTo(Address.ofIpv4(bits)).hasToString(text);
    assertThat(address.isIpv4()).isTrue();
    assertThat(address.ipv4()).isEqualTo(bits);
  }

  @Test
  void octetsComeFirstToLast() {
    Address address = Address.parse("1.22.255.0");
    assertThat(Stream.of(0, 1, 2, 3).map(address::octet)).containsExactly(1, 22, 255, 0);
  }

  /** RFC 5952, sections 2 and 4. */
  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
    "2001:DB8::AAAA:0:0:1, 2001:db8::aaaa:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
    "fe80::1:2, fe80::1:2"
  })
  void ipv6IsWrittenAsRfc5952Says(String text, String canonical) {
    assertThat(Address.parse(text)).hasToString(canonical);
    assertThat(Address.parse(canonical)).isEqualTo(Address.parse(text));
  }

  @Test
  void mappedIpv4IsIpv4() {
    assertThat(Address.parse("::ffff:192.0.2.1")).isEqualTo(Address.parse("192.0.2.1"));
    assertThat(Address.parse("::ffff:c000:201")).hasToString("192.0.2.1");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void textOfAnyAddressReadsBack(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 2000; i++) {
      Address any =
          random.nextInt(4) == 0
              ? Address.ofIpv4(random.nextInt())
              : new Address(sparse(random), sparse(random));
      assertThat(Address.parse(any.toString())).isEqualTo(any);
    }
  }

  /** 64 bits in which 16-bit groups are often 0. */
  private static long sparse(SplittableRandom random) {
    long bits = 0;
    for (int group = 0; group < 4; group++) {
      bits = bits << 16 | (random.nextBoolean() ? 0 : random.nextInt(1 << 16));
    }
    return bits;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.4.",
        ".1.2.3.4",
        "1..2.3",
        "-1.2.3.4",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.a",
        "１.2.3.4",
        "localhost",
        "example.org",
        ":",
        ":::",
        "1:2",
        "1::2::3",
        "12345::",
        "g::1",
        "::1%eth0",
        "[::1]",
        "1:2:3:4:5:6:7:8:9",
        "::1.2.3.256",
        "2001:db8::/32",
        ".::1",
        "２001::1"
      })
  void garbageIsNoAddress(String text) {
    assertThatThrownBy(() -> Address.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an IP address: '" + text + "'");
  }

  @Test
  void orderIsUnsigned() {
    var ascending =
        List.of(
            Address.parse("::"),
            Address.parse("1.0.0.0"),
            Address.parse("127.255.255.255"),
            Address.parse("128.0.0.0"),
            Address.parse("255.0.0.0"),
            Address.parse("1::"),
            Address.parse("7fff::"),
            Address.parse("7fff::8000:0:0:0"),
            Address.parse("ffff::"));
    assertThat(ascending).isSorted();
  }
}

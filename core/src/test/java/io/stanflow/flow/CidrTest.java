package io.stanflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/8, 10.0.0.0/8, 24",
    "10.1.2.3, 10.1.2.3/32, 0",
    "1.2.3.4/0, 0.0.0.0/0, 32",
    "192.168.255.255/17, 192.168.128.0/17, 15",
    "2001:db8:1:2:3::/48, 2001:db8:1::/48, 80",
    "2001:db8::ff/64, 2001:db8::/64, 64",
    "2001:db8::ff/65, 2001:db8::/65, 63",
    "ffff::1/0, ::/0, 128",
    "::1, ::1/128, 0"
  })
  void blockKeepsItsPrefix(String text, String canonical, int hostBits) {
    Cidr block = Cidr.parse(text);
    assertThat(block).hasToString(canonical).isEqualTo(Cidr.parse(canonical));
    assertThat(block.hostBits()).isEqualTo(hostBits);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, 9.255.255.255, false",
    "0.0.0.0/0, 255.1.2.3, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 10.0.0.1, false",
    "::/0, ffff::, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "1.2.3.4/32, 1.2.3.4, true",
    "1.2.3.4/32, 1.2.3.5, false"
  })
  void blockContainsWhatSharesItsPrefixAndVersion(String block, String address, boolean inside) {
    assertThat(Cidr.parse(block).contains(Address.parse(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/x"})
  void garbageIsNoBlock(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void hostBitsAreTheLowOnes(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      boolean v4 = random.nextBoolean();
      Address any =
          v4
              ? Address.ofIpv4(random.nextInt())
              : new Address(random.nextLong() | 1L << 63, random.nextLong());
      var block = new Cidr(any, random.nextInt(v4 ? 33 : 129));
      long high = random.nextLong();
      long low = random.nextLong();
      Address host = block.withHost(high, low);
      assertThat(block.contains(host)).isTrue();
      int bits = block.hostBits();
      long lowMask = bits >= 64 ? -1L : (1L << bits) - 1;
      long highMask = bits <= 64 ? 0 : bits == 128 ? -1L : (1L << (bits - 64)) - 1;
      assertThat(host.low() & lowMask).isEqualTo(low & lowMask);
      assertThat(host.high() & highMask).isEqualTo(high & highMask);
    }
  }

  @Test
  void everyHostOfASmallBlockIsReached() {
    Cidr block = Cidr.parse("192.0.2.8/30");
    for (int host = 0; host < 4; host++) {
      assertThat(block.withHost(-1, host)).hasToString("192.0.2." + (8 + host));
    }
  }
}

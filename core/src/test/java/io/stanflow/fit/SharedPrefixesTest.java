package io.stanflow.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@link SharedPrefixes}. */
class SharedPrefixesTest {
  private static Set<Address> peers(String... texts) {
    return Arrays.stream(texts).map(Address::parse).collect(Collectors.toSet());
  }

  @Test
  void addressesAndPrefixesNeedKHosts() {
    var shared = new SharedPrefixes(3, List.of());
    shared.addHost(peers("10.1.1.1", "20.5.5.5", "2001:db8:1:1::a"));
    shared.addHost(peers("10.1.1.1", "20.5.6.6", "2001:db8:1:1::b"));
    assertThat(shared.popular()).isEmpty();
    shared.addHost(peers("10.1.1.1", "20.7.6.6", "2001:db8:1:2::b"));
    assertThat(shared.popular()).containsExactly(Address.parse("10.1.1.1"));
    assertThat(shared.sharedOctets(Address.parse("10.1.1.9"))).isEqualTo(3);
    assertThat(shared.sharedOctets(Address.parse("10.1.2.9"))).isEqualTo(2);
    assertThat(shared.sharedOctets(Address.parse("20.5.5.5"))).isEqualTo(1);
    assertThat(shared.sharedOctets(Address.parse("30.5.5.5"))).isZero();
    boolean[] first = shared.firstOctets();
    for (int octet = 0; octet < 256; octet++) {
      assertThat(first[octet]).isEqualTo(octet == 10 || octet == 20);
    }
    assertThat(shared.prefixes6())
        .containsExactlyInAnyOrder(
            Cidr.parse("2001::/16"), Cidr.parse("2001:db8::/32"), Cidr.parse("2001:db8:1::/48"));
  }

  @Test
  void oneHostCountsOnceForAPrefix() {
    var shared = new SharedPrefixes(2, List.of());
    shared.addHost(peers("10.1.1.1", "10.1.1.2", "10.1.1.3"));
    assertThat(shared.sharedOctets(Address.parse("10.1.1.1"))).isZero();
  }

  @Test
  void prefixesOfTheNetworkAndGroupsAreSetApart() {
    var shared = new SharedPrefixes(2, List.of(Cidr.parse("2001:db8:1::/48")));
    shared.addHost(peers("2001:db8:1:5::a", "fe80::1", "ff02::1:ff12:3456", "ff05::2"));
    shared.addHost(peers("2001:db8:1:5::b", "fe80::2", "ff02::1:ffab:cdef", "ff02::16"));
    assertThat(shared.prefixes6())
        .extracting(Cidr::toString)
        .containsExactlyInAnyOrder(
            "fe80::/16", "fe80::/32", "fe80::/48", "fe80::/64", "ff02::/16", "ff02::1:ff00:0/104");
    assertThat(shared.interfaces6()).containsExactly(4, 0, 0);
  }
}

package io.stanflow.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.spec.AddressSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link AddressBook} and {@link InterfaceIds}. */
class AddressesTest {
  @Test
  void internalPopularPeersLoseTheirNetwork() {
    List<Cidr> internal = List.of(Cidr.parse("172.31.0.0/16"), Cidr.parse("fd12:3456::/32"));
    String first = AddressBook.entry(Address.parse("172.31.3.25"), internal);
    String second = AddressBook.entry(Address.parse("fd12:3456:0:1::9"), internal);
    assertThat(first).isEqualTo("internal/0/0/319");
    assertThat(second).isEqualTo("internal/1/1/9");
    assertThat(AddressBook.entry(Address.parse("8.8.8.8"), internal)).isEqualTo("8.8.8.8");
    var spec =
        new AddressSpec(
            new String[] {first, second, "8.8.8.8"},
            new boolean[256],
            none(),
            1,
            new boolean[] {false, true},
            null,
            null);
    assertThat(popular(new AddressBook(spec, internal)))
        .containsExactly(
            Address.parse("172.31.3.25"),
            Address.parse("fd12:3456:0:1::9"),
            Address.parse("8.8.8.8"));
    List<Cidr> other = List.of(Cidr.parse("10.9.0.0/20"));
    assertThat(popular(new AddressBook(spec, other)))
        .contains(Address.parse("10.9.3.25"), Address.parse("8.8.8.8"))
        .allMatch(a -> other.get(0).contains(a) || a.equals(Address.parse("8.8.8.8")));
  }

  private static String[] none() {
    return new String[0];
  }

  private static List<Address> popular(AddressBook book) {
    List<Address> all = new java.util.ArrayList<>();
    for (int i = 0; i < book.popularCount(); i++) {
      all.add(book.popular(i));
      assertThat(book.popularIndex(book.popular(i))).isLessThanOrEqualTo(i);
    }
    return all;
  }

  @Test
  void internalPopularPeersStayInTheirFamily() {
    String[] popular = {"internal/0/0/5", "internal/1/1/9", "internal/2/0/7", "internal/3/0/8"};
    boolean[] internal6 = {true, false, true, false};
    var spec = new AddressSpec(popular, new boolean[256], none(), 1, internal6, null, null);
    List<Cidr> places =
        List.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("fd01::/64"), Cidr.parse("fd02::/64"));
    assertThat(popular(new AddressBook(spec, places)))
        .containsExactly(
            Address.parse("fd01::5"),
            Address.parse("10.1.0.9"),
            Address.parse("fd02::7"),
            Address.parse("10.1.0.8"));
    var old = new AddressSpec(popular, new boolean[256], none(), 1, null, null, null);
    assertThat(popular(new AddressBook(old, places))).allMatch(Address::isIpv4);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, 0",
    "2001:db8::ffff, 0",
    "2001:db8::1:0, 2",
    "fe80::200:5eff:fe00:53, 1",
    "2001:db8::5eff:ff00:53, 2",
    "2001:db8::ffff:fe00:53, 1"
  })
  void interfaceIdentifiersHaveASort(String address, int sort) {
    assertThat(InterfaceIds.sort(Address.parse(address))).isEqualTo(sort);
  }

  @Test
  void sortsAreDrawnByTheirFrequency() {
    var random = new SplittableRandom(11);
    int[] counts = {200, 100, 700};
    int[] drawn = new int[3];
    Cidr block = Cidr.parse("2001:db8:5::/48");
    for (int i = 0; i < 10_000; i++) {
      Address address = InterfaceIds.draw(block, counts, random);
      assertThat(block.contains(address)).isTrue();
      drawn[InterfaceIds.sort(address)]++;
    }
    for (int sort = 0; sort < 3; sort++) {
      // five standard errors of a share of 0.7 are 0.023
      assertThat(drawn[sort] / 1e4).isCloseTo(counts[sort] / 1e3, within(0.023));
    }
    Address group = InterfaceIds.draw(Cidr.parse("ff02::/16"), counts, random);
    assertThat(group.high()).isEqualTo(0xff02L << 48);
    assertThat(group.low()).isBetween(1L, 0xffffL);
    Cidr groups = Cidr.parse("ff02::1:ff00:0/104");
    assertThat(groups.contains(InterfaceIds.draw(groups, counts, random))).isTrue();
    assertThat(InterfaceIds.draw(block, new int[3], random)).matches(block::contains);
    assertThat(InterfaceIds.draw(block, null, new SplittableRandom(1)))
        .isEqualTo(draw(block, new SplittableRandom(1)));
  }

  private static Address draw(Cidr block, SplittableRandom random) {
    return block.withHost(random.nextLong(), random.nextLong());
  }

  @Test
  void longestKnownPrefixCounts() {
    String[] prefixes = {"2001:db8::/32", "2001:db8:1::/48", "2001:db8:1:1::/64"};
    var spec = new AddressSpec(none(), new boolean[256], prefixes, 1, null, null, null);
    var book = new AddressBook(spec, List.of(Cidr.parse("10.0.0.0/8")));
    assertThat(book.prefix6(Address.parse("2001:db8:1:1::7"))).isEqualTo(2);
    assertThat(book.prefix6(Address.parse("2001:db8:1:2::7"))).isEqualTo(1);
    assertThat(book.prefix6(Address.parse("2001:db8:2::"))).isZero();
    assertThat(book.prefix6(Address.parse("2001:db9::"))).isEqualTo(-1);
    assertThat(book.isInternal(Address.parse("10.255.0.1"))).isTrue();
    assertThat(book.isInternal(Address.parse("11.0.0.1"))).isFalse();
    assertThat(book.popularIndex(Address.parse("11.0.0.1"))).isEqualTo(-1);
  }
}

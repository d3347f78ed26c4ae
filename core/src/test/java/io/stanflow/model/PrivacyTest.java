package io.stanflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Address;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model file holds no address of its training data that fewer than k hosts share. */
class PrivacyTest {
  private static final int K = 5;
  private static final Address PRINTER = Address.parse("192.168.200.173");
  @TempDir Path folder;

  @ParameterizedTest(name = "seed {0}, IPv6 {1}")
  @CsvSource({"1, false", "2, true", "3, true"})
  void modelFileNamesOnlyAddressesThatKHostsShare(long seed, boolean ipv6) throws IOException {
    MemoryTable table = withSharedPeers(SimulatedTraffic.table(12, 120, ipv6, seed));
    Path file = folder.resolve("model.stanflow");
    ModelFile.write(file, Models.random(table, K, seed));
    String text = new String(Archive.read(file).get("model.json"), StandardCharsets.UTF_8);

    Map<Address, Integer> hosts = new HashMap<>();
    for (Series series : table.series()) {
      peers(series).forEach(peer -> hosts.merge(peer, 1, Integer::sum));
    }
    Set<String> words = words(text);
    // peers of exactly 1 to 9 hosts, the fifth the first that may be named
    assertThat(hosts.values()).contains(1, 2, 3, K - 1, K, K + 1);
    assertThat(hosts).containsEntry(PRINTER, table.hosts());
    int shared = 0;
    for (var peer : hosts.entrySet()) {
      Address address = peer.getKey();
      boolean internal = SimulatedTraffic.INTERNAL.contains(address);
      if (peer.getValue() < K || internal) {
        assertThat(forms(address)).as("%s", address).noneMatch(words::contains);
      } else {
        assertThat(text).contains("\"" + address + "\"");
        shared++;
      }
    }
    assertThat(shared).isGreaterThanOrEqualTo(SimulatedTraffic.RESOLVERS.size());
    for (Address host : table.addresses()) {
      assertThat(forms(host)).as("%s", host).noneMatch(words::contains);
    }
  }

  /** The n-th host gets flows to a peer of n and more hosts, and all to an internal printer. */
  private static MemoryTable withSharedPeers(MemoryTable table) {
    List<Series> series = new ArrayList<>();
    for (Series one : table.series()) {
      List<Flow> flows = new ArrayList<>(one.flows());
      Flow last = flows.get(flows.size() - 1);
      flows.add(to(last, one.host(), PRINTER));
      for (int n = series.size(); n < 9; n++) {
        flows.add(to(last, one.host(), Address.parse("77.66." + n + ".199")));
      }
      series.add(new Series(one.host(), flows));
    }
    return new MemoryTable(table.schema(), table.internal(), series);
  }

  private static Flow to(Flow flow, Address host, Address peer) {
    var draft = new Flow.Draft(flow.schema());
    draft.number(0, flow.number(0)).address(2, host).address(3, peer).word(6, "TCP");
    draft.number(4, 50_000).number(5, 9100).number(7, 2).number(8, 1).number(9, 40);
    return draft.word(10, "0").word(11, "0").word(12, "background").flow();
  }

  private static Set<Address> peers(Series series) {
    Set<Address> peers = new HashSet<>();
    for (Flow flow : series.flows()) {
      boolean outgoing = flow.sourceAddress().equals(series.host());
      peers.add(outgoing ? flow.destinationAddress() : flow.sourceAddress());
    }
    return peers;
  }

  /** The ways in which a text may show an address. */
  private static List<String> forms(Address address) {
    String groups = Long.toHexString(address.high()) + "/" + Long.toHexString(address.low());
    if (!address.isIpv4()) {
      return List.of(address.toString(), groups, Long.toString(address.high()));
    }
    int bits = address.ipv4();
    return List.of(
        address.toString(),
        Integer.toUnsignedString(bits),
        Integer.toString(bits),
        Long.toString(address.low()),
        "%08x".formatted(bits),
        Integer.toHexString(bits),
        Long.toHexString(address.low()));
  }

  /** The text's words of digits, letters and what addresses are written with. */
  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    for (String word :
        text.toLowerCase(Locale.ROOT).split("[^0-9a-z.:,/-]+|[,:](?=[^0-9a-z]|$)", -1)) {
      words.add(word);
      words.addAll(List.of(word.split("[,/:]", -1)));
      words.addAll(List.of(word.split(",", -1)));
    }
    return words;
  }
}

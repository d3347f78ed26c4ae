package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A small IPv6 network made up, from its table to a synthetic one. */
class Ipv6Test {
  private static final int HOSTS = 12;
  private static final String NETWORK = "2001:db8:77:1:";
  private static final Cidr INTERNAL = Cidr.parse("fd00::/64");
  private static final Set<String> SHARED =
      Set.of("2001:4860:4860::8888", "ff02::fb", "2a00:1450:4001:80b::2004");

  /** The network, blocks that at least three hosts have peers in, and where all others are. */
  private static final List<Cidr> BLOCKS =
      List.of(
          INTERNAL, Cidr.parse("2a02:2e0::/32"), Cidr.parse("ff02::/16"), Cidr.parse("2000::/3"));

  @TempDir private Path folder;

  /** Peers: three shared ones, strangers in 2a02:2e0::/32, and one of each host's own. */
  private Path table() throws IOException {
    var random = new Random(5);
    var text = new StringBuilder("time,duration,sourceAddress,destinationAddress,sourcePort,");
    text.append("destinationPort,protocol,packets,bytes\n");
    LocalDateTime start = LocalDateTime.of(2026, 1, 5, 8, 0);
    for (int i = 0; i < 1200; i++) {
      int host = random.nextInt(HOSTS);
      String own = host(host);
      String peer =
          switch (random.nextInt(5)) {
            case 0 -> "2001:4860:4860::8888";
            case 1 -> "2a00:1450:4001:80b::2004";
            case 2 -> "ff02::fb";
            case 3 -> "2a02:2e0:%x:%x::1".formatted(random.nextInt(65_536), random.nextInt(4096));
            default -> own(host);
          };
      boolean udp = !peer.startsWith("2a0");
      text.append(
          "%s:%02d.5,0.25,%s,%s,%d,%d,%s,3,%d%n"
              .formatted(
                  start.plusSeconds(9L * i).toString().substring(0, 16).replace('T', ' '),
                  9 * i % 60,
                  own,
                  peer,
                  49_152 + i,
                  udp ? 53 : 443,
                  udp ? "UDP" : "TCP",
                  udp ? 240 : 900));
    }
    return Files.writeString(folder.resolve("six.csv"), text);
  }

  private static String host(int host) {
    return NETWORK + "5eff:fe00:1%02x:%x".formatted(host, 0x2000 + 37 * host);
  }

  /** A peer that no other host has. */
  private static String own(int host) {
    return "2620:%x:1::%x".formatted(0x100 + host, 0x7700 + host);
  }

  private Path model() throws IOException {
    Path model = folder.resolve("six.stanflow");
    CommandRun run =
        CommandRun.of(
            "train",
            table(),
            "-o",
            model,
            "--epochs",
            2,
            "--width",
            8,
            "--hidden",
            8,
            "--workers",
            1,
            "--k",
            3,
            "--profile-k",
            3,
            "--device",
            "cpu");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("internal network 2001:db8:77:1::/64 detected");
    return model;
  }

  private static List<Flow> flows(Path file) throws IOException {
    var options = ReadOptions.DEFAULTS.withInternal(List.of(INTERNAL));
    var flows = new ArrayList<Flow>();
    try (DuckTable table = FlowFiles.read(List.of(file.toString()), options)) {
      assertThat(table.leftOut()).isZero();
      table.forEachSeries(series -> flows.addAll(series.flows()));
    }
    return flows;
  }

  @Test
  void aSyntheticNetworkHasPlausibleAddressesAndNoneOfTheHosts() throws IOException {
    Path model = model();
    Set<Address> forbidden = new HashSet<>();
    for (int host = 0; host < HOSTS; host++) {
      forbidden.add(Address.parse(host(host)));
      forbidden.add(Address.parse(own(host)));
    }
    Set<Address> popular = new HashSet<>();
    SHARED.forEach(text -> popular.add(Address.parse(text)));
    Path plain = folder.resolve("plain.csv");
    CommandRun run = CommandRun.of("generate", "-m", model, "-o", plain, "--flows", 800);
    assertThat(run.code()).as(run.err()).isZero();
    List<Flow> flows = flows(plain);
    assertThat(flows).hasSize(800);
    Set<Address> seen = new HashSet<>();
    for (Flow flow : flows) {
      boolean from = INTERNAL.contains(flow.sourceAddress());
      Address peer = from ? flow.destinationAddress() : flow.sourceAddress();
      assertThat(from || INTERNAL.contains(flow.destinationAddress())).as("%s", flow).isTrue();
      assertThat(popular.contains(peer) || BLOCKS.stream().anyMatch(b -> b.contains(peer)))
          .as("%s", flow)
          .isTrue();
      assertThat(forbidden).doesNotContain(peer, from ? flow.sourceAddress() : peer);
      seen.add(peer);
    }
    assertThat(seen).containsAll(popular);
    assertThat(seen).anyMatch(Cidr.parse("2a02:2e0::/32")::contains);
    for (FlowFormat format : FlowFiles.formats()) {
      if (!format.writes() || format.name().equals("v5")) { // which has no IPv6
        continue;
      }
      Path other = folder.resolve("other." + format.name());
      run =
          CommandRun.of(
              "generate", "-m", model, "-o", other, "--flows", 800, "--format", format.name());
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(flows(other))
          .as(format.name())
          .extracting(f -> f.sourceAddress() + " " + f.destinationAddress())
          .containsExactlyInAnyOrderElementsOf(
              flows.stream().map(f -> f.sourceAddress() + " " + f.destinationAddress()).toList());
    }
  }

  @Test
  @EnabledIf("io.stanflow.evaluate.learn.Xgboost#starts")
  void aSyntheticIpv6NetworkIsEvaluated() throws IOException {
    Path model = model();
    Path synthetic = folder.resolve("synthetic.csv");
    CommandRun made = CommandRun.of("generate", "-m", model, "-o", synthetic, "--flows", 800);
    assertThat(made.code()).as(made.err()).isZero();
    CommandRun run =
        CommandRun.of(
            "evaluate", "--real", table(), "--synthetic", synthetic, "-m", model, "--baselines");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("2001:db8:77:1::/64").contains("fc00::/7");
    assertThat(run.out()).containsPattern("bayesianNetwork");
  }
}

package io.stanflow.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which change of the flows moves which distances, and which not. */
class ChangesTest {
  private static final List<String> SHARES_OF_ONE_ATTRIBUTE =
      List.of(
          "jsd.protocol",
          "jsd.tcpFlags",
          "jsd.direction",
          "jsd.servicePort",
          "jsd.localPortBlock",
          "jsd.peerPortBlock",
          "jsd.hourOfDay");
  private static final List<String> JOINT_SHARES_WITHOUT_BYTES =
      List.of("jsd.protocolAndFlags", "jsd.protocolAndService", "jsd.flagsAndPackets", "joint.cmd");
  private static final List<String> ORDER =
      List.of(
          "jsd.bigram",
          "w1.gapMillis",
          "ks.gapMillis",
          "diff.zeroGap",
          "diff.burstiness",
          "diff.reply",
          "diff.samePeer");

  @TempDir Path directory;

  private final List<Line> lines = dialogues();

  /**
   * At 10 hosts, a small request and a second later its large reply; then a pause. DNS is smaller
   * than web.
   */
  private static List<Line> dialogues() {
    var random = new SplittableRandom(1);
    var all = new ArrayList<Line>();
    for (int i = 0; i < 2000; i++) {
      String host = "10.0.0." + (1 + i % 10);
      String peer = "192.0.2." + random.nextInt(100);
      boolean dns = random.nextInt(3) == 0;
      int port = dns ? 53 : 80;
      int second = i / 10 * 60 + random.nextInt(30);
      long packets = dns ? 1 : 4L + random.nextInt(4);
      var request =
          new Line(
              second,
              "0.100",
              host,
              peer,
              40_000,
              port,
              dns ? "UDP" : "TCP",
              dns ? "......" : ".AP.SF",
              packets,
              packets * (60 + random.nextInt(10)));
      all.add(request);
      all.add(
          new Line(
              second + 1,
              "0.100",
              peer,
              host,
              port,
              40_000,
              request.protocol(),
              request.flags(),
              packets,
              packets * (dns ? 200 : 1000)));
    }
    return all;
  }

  private Fidelity compare(List<Line> changed) throws IOException {
    FlowStatistics real = Line.measure(directory.resolve("real.csv"), lines);
    FlowStatistics other = Line.measure(directory.resolve("changed.csv"), changed);
    return Fidelity.of(real, other, Map.of());
  }

  private List<Line> changed(UnaryOperator<Line> change) {
    return lines.stream().map(change).toList();
  }

  /** Numbers of other lines, in an order that a fixed seed gives. */
  private List<Integer> shuffledPlaces() {
    var places = new ArrayList<Integer>();
    for (int i = 0; i < lines.size(); i++) {
      places.add(i);
    }
    Collections.shuffle(places, new Random(1));
    return places;
  }

  private static void assertMoved(Fidelity fidelity, String... names) {
    for (String name : names) {
      assertThat(fidelity.distances().get(name)).as(name).isGreaterThan(0.01);
    }
  }

  private static void assertStill(Fidelity fidelity, List<String> names) {
    for (String name : names) {
      assertThat(fidelity.distances().get(name)).as(name).isCloseTo(0, within(1e-9));
    }
  }

  @Test
  void bytesOfOtherFlowsShowInTheJointsAlone() throws IOException {
    List<Integer> places = shuffledPlaces();
    var shuffled = new ArrayList<Line>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      shuffled.add(line.withSize(line.packets(), lines.get(places.get(i)).bytes()));
    }
    Fidelity fidelity = compare(shuffled);
    assertMoved(
        fidelity,
        "jsd.serviceAndBytes",
        "jsd.packetsAndBytes",
        "jsd.size",
        "joint.pcd",
        "curve.bytesAutocorrelation");
    assertStill(fidelity, List.of("w1.bytes", "ks.bytes", "w1.packets", "ks.packets"));
    assertStill(fidelity, SHARES_OF_ONE_ATTRIBUTE);
    assertStill(fidelity, JOINT_SHARES_WITHOUT_BYTES);
    assertStill(fidelity, ORDER);
  }

  @Test
  void timesOfOtherFlowsShowInTheOrderAlone() throws IOException {
    List<Integer> places = shuffledPlaces();
    var shuffled = new ArrayList<Line>();
    for (int i = 0; i < lines.size(); i++) {
      shuffled.add(lines.get(i).withSecond(lines.get(places.get(i)).second()));
    }
    Fidelity fidelity = compare(shuffled);
    assertMoved(
        fidelity,
        "jsd.bigram",
        "w1.gapMillis",
        "ks.gapMillis",
        "diff.burstiness",
        "diff.reply",
        "diff.samePeer",
        "diff.bytesAutocorrelation",
        "curve.bytesAutocorrelation");
    assertStill(fidelity, SHARES_OF_ONE_ATTRIBUTE);
    assertStill(fidelity, JOINT_SHARES_WITHOUT_BYTES);
    assertStill(
        fidelity,
        List.of(
            "jsd.serviceAndBytes",
            "jsd.size",
            "w1.bytes",
            "ks.bytes",
            "w1.bytesPerPeer",
            "curve.peerPopularity",
            "diff.dkc"));
  }

  @Test
  void swappedServicesShowInThePortsAndTheirRulesAlone() throws IOException {
    Fidelity fidelity =
        compare(
            changed(line -> line.withPorts(swap(line.sourcePort()), swap(line.destinationPort()))));
    assertMoved(
        fidelity,
        "jsd.servicePort",
        "jsd.protocolAndService",
        "jsd.serviceAndBytes",
        "joint.cmd",
        "diff.dkc");
    for (String rule : List.of("dnsIsUdp", "webIsTcp", "udpPorts", "tcpPorts")) {
      assertThat(fidelity.rules().get(rule).failed()).as(rule).isPositive();
    }
    assertStill(
        fidelity,
        List.of(
            "jsd.protocol",
            "jsd.protocolAndFlags",
            "jsd.flagsAndPackets",
            "jsd.packetsAndBytes",
            "joint.pcd",
            "w1.bytes",
            "ks.bytes",
            "curve.bytesAutocorrelation"));
    assertStill(fidelity, ORDER);
  }

  private static int swap(int port) {
    return port == 53 ? 80 : port == 80 ? 53 : port;
  }

  @Test
  void doubledBytesShowInTheBytesAlone() throws IOException {
    Fidelity fidelity = compare(changed(line -> line.withSize(line.packets(), 2 * line.bytes())));
    assertMoved(
        fidelity,
        "w1.bytes",
        "ks.bytes",
        "w1.bytesPerPacket",
        "w1.bytesPerPeer",
        "jsd.serviceAndBytes",
        "jsd.packetsAndBytes",
        "jsd.size");
    assertStill(fidelity, List.of("w1.packets", "ks.packets", "w1.durationMillis"));
    assertStill(fidelity, SHARES_OF_ONE_ATTRIBUTE);
    assertStill(fidelity, JOINT_SHARES_WITHOUT_BYTES);
    assertStill(fidelity, ORDER);
    // on the logarithmic scale but for ln(1 + x) instead of ln x, x >= 60
    for (String name : List.of("joint.pcd", "curve.bytesAutocorrelation")) {
      assertThat(fidelity.distances().get(name)).as(name).isLessThan(0.01);
    }
  }

  @Test
  void doubledBytesAreLn2Apart() throws IOException {
    List<Line> large = changed(line -> line.withSize(1000, 1_000_000 + line.bytes() * 100));
    List<Line> doubled =
        large.stream().map(line -> line.withSize(line.packets(), 2 * line.bytes())).toList();
    FlowStatistics real = Line.measure(directory.resolve("real.csv"), large);
    FlowStatistics other = Line.measure(directory.resolve("changed.csv"), doubled);
    double deviation = real.quantities.get("bytes").logDeviation();
    // ln(1 + 2b) - ln(1 + b) is below ln 2 by less than 1 / 2b, b >= 1e6
    assertThat(Distances.between(real, other).get("w1.bytes") * deviation)
        .isCloseTo(Math.log(2), within(1e-6));
  }

  @Test
  void theMeanIsOfWhatIsRecordedRatherThanWhen() {
    ToDoubleFunction<String> mean =
        name -> Distances.mean(Map.of("jsd.size", 0.1, "w1.bytes", 0.3, name, 0.8));
    for (String left :
        List.of(
            "jsd.hourOfDay",
            "quarter.first",
            "quarter.last",
            "diff.drift",
            "diff.popularityExponent")) {
      assertThat(mean.applyAsDouble(left)).as(left).isCloseTo(0.2, within(1e-12));
    }
    for (String in : List.of("ks.bytes", "joint.pcd", "joint.cmd", "diff.dkc", "curve.any")) {
      assertThat(mean.applyAsDouble(in)).as(in).isCloseTo(0.4, within(1e-12));
    }
  }
}

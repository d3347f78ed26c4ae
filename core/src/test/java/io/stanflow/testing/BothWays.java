package io.stanflow.testing;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Records of both directions as Argus writes them: state, totals and the source's part, label and
 * attack. What contradicts itself is in none of them, or in a few:
 *
 * <ul>
 *   <li>only an answered flow ({@code CON}, {@code FIN}) has bytes back; TCP's states are not UDP's
 *   <li>one packet is the source's, with all bytes, and takes no time
 *   <li>{@code normal} has attack {@code -}, {@code bot} {@code spam} or {@code scan}; a scan is
 *       never answered
 * </ul>
 */
public final class BothWays {
  public static final Schema SCHEMA =
      new Schema(
          List.of(
              Attribute.start(Schema.TIME),
              Attribute.duration(Schema.DURATION),
              Attribute.address(Schema.SOURCE_ADDRESS),
              Attribute.address(Schema.DESTINATION_ADDRESS),
              Attribute.port(Schema.SOURCE_PORT),
              Attribute.port(Schema.DESTINATION_PORT),
              Attribute.categorical(Schema.PROTOCOL),
              Attribute.categorical("state"),
              Attribute.count(Schema.PACKETS),
              Attribute.count(Schema.BYTES),
              Attribute.count("sourceBytes"),
              Attribute.categorical("label"),
              Attribute.categorical("attack")));

  public static final Cidr INTERNAL = Cidr.parse("10.7.0.0/24");

  private BothWays() {}

  /**
   * Of so many hosts every fourth is a bot.
   *
   * @param broken one flow of so many contradicts itself: bytes back where nobody answered
   */
  public static MemoryTable table(int hosts, int flows, int broken, long seed) {
    var random = new SplittableRandom(seed);
    var series = new ArrayList<Series>();
    for (int h = 0; h < hosts; h++) {
      Address host = INTERNAL.withHost(0, h + 1);
      var own = new ArrayList<Flow>();
      for (int i = 0; i < flows; i++) {
        long time = 1_600_000_000_000_000L + 40_000_000L * i + random.nextInt(30_000_000);
        own.add(flow(host, time, h % 4 == 3, random.nextInt(broken) == 0, random));
      }
      series.add(new Series(host, own));
    }
    return new MemoryTable(SCHEMA, List.of(INTERNAL), series);
  }

  private static Flow flow(
      Address host, long time, boolean bot, boolean broken, SplittableRandom random) {
    boolean udp = random.nextInt(3) == 0;
    boolean scan = bot && random.nextInt(3) == 0;
    boolean spam = bot && !scan && random.nextInt(3) == 0;
    boolean answered = !scan && random.nextInt(3) > 0;
    long out = answered ? random.nextInt(1, 9) : random.nextInt(1, 4);
    long back = answered ? random.nextInt(1, 9) : 0;
    long sent = out * random.nextInt(60, 1400);
    long received = answered || broken ? Math.max(1, back) * random.nextInt(60, 1400) : 0;
    var draft = new Flow.Draft(SCHEMA);
    draft.number(0, time);
    draft.number(1, out + back == 1 ? 0 : random.nextInt(1, 9_000_000));
    draft.address(2, host).address(3, Address.parse("198.51.100." + random.nextInt(1, 40)));
    draft.number(4, random.nextInt(32_768, 61_000)).number(5, udp ? 53 : 443);
    draft.word(6, udp ? "UDP" : "TCP");
    draft.word(7, answered ? (udp ? "CON" : "FIN") : udp ? "INT" : "REQ");
    draft.number(8, out + back).number(9, sent + received).number(10, sent);
    draft.word(11, scan || spam ? "bot" : "normal").word(12, scan ? "scan" : spam ? "spam" : "-");
    return draft.flow();
  }

  /** What a flow says against itself; empty where it does not. */
  public static List<String> contradictions(Flow flow) {
    var said = new ArrayList<String>();
    long back = flow.number(9) - flow.number(10);
    boolean answered = List.of("CON", "FIN").contains(flow.word(7));
    if (!answered && back > 0) {
      said.add("bytes back without an answer");
    }
    if (answered && back == 0) {
      said.add("an answer without bytes back");
    }
    if (List.of("CON", "INT").contains(flow.word(7)) != flow.word(6).equals("UDP")) {
      said.add("a state of another protocol");
    }
    if (flow.number(8) == 1 && back != 0) {
      said.add("one packet both ways");
    }
    if ((flow.number(8) == 1) != (flow.number(1) == 0)) {
      said.add("one packet that takes time, or more that take none");
    }
    if (flow.word(11).equals("normal") != flow.word(12).equals("-")) {
      said.add("an attack that is normal, or none that is not");
    }
    if (flow.word(12).equals("scan") && answered) {
      said.add("an answered scan");
    }
    return said;
  }
}

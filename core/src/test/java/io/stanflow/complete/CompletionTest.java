package io.stanflow.complete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stanflow.codec.Blank;
import io.stanflow.codec.EncodedSeries;
import io.stanflow.codec.HostCompleter;
import io.stanflow.codec.Sequence;
import io.stanflow.codec.SeriesEncoder;
import io.stanflow.complete.Completion.Options;
import io.stanflow.fit.HostMatcher;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Protocol;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.model.Likelihood;
import io.stanflow.model.Model;
import io.stanflow.model.Models;
import io.stanflow.model.Network;
import io.stanflow.testing.MemoryTable;
import io.stanflow.testing.SimulatedTraffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
  private static final MemoryTable TABLE = SimulatedTraffic.table(8, 40, false, 5);
  private static final Model MODEL = model();
  private static final String MARKS = "missing";

  /** A model that decides labels and flags before all else of a flow. */
  private static Model conditioned() throws IOException {
    var options = new TrainingData.Options(2, 2, 0, 1).withConditions(List.of("label", "tcpFlags"));
    var data = TrainingData.fit(TABLE, options);
    return Models.random(data.codec(), data.modelProfiles(), 7);
  }

  private static Model model() {
    try {
      return Models.random(TABLE, 2, 7);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MemoryTable without(String... attributes) {
    List<String> gone = List.of(attributes);
    return TABLE.project(
        new Schema(
            TABLE.schema().attributes().stream().filter(a -> !gone.contains(a.name())).toList()));
  }

  /** Completed flows in the order of the series. */
  private static List<Flow> completed(MemoryTable table, Gaps gaps, Options options)
      throws IOException {
    FilledColumns filled = new Completion(MODEL, table, gaps, options).run(() -> {});
    List<Flow> flows = new ArrayList<>();
    for (Flow flow : table.flows()) {
      flows.add(filled.complete(flows.size(), flow));
    }
    return flows;
  }

  private static Options options(boolean draw, long seed, int threads) {
    return new Options(Set.of(), draw, seed, threads);
  }

  /** What is found of one flow: the flow that was filled in, each value and its probability. */
  private record Found(List<Blank.Value> values, double[] posterior) {}

  /** Completes one host and keeps what it is found. */
  private static List<Found> found(
      Model model,
      HostMatcher matcher,
      HostMatcher.Match match,
      Series series,
      Blank blank,
      List<Flow> into)
      throws InterruptedException, IOException {
    var network = new Network(model);
    var completer =
        new HostCompleter(
            matcher.codec(),
            matcher.book(),
            model.profiles().get(match.profile()),
            match.intensity(),
            match.heavyAddresses(),
            match.given(),
            series);
    boolean[][] lacking = new boolean[series.flows().size()][1];
    for (boolean[] flow : lacking) {
      flow[0] = true;
    }
    List<Found> found = new ArrayList<>();
    var lane =
        new HostLane(
            completer,
            network,
            match.profile(),
            List.of(blank),
            lacking,
            null,
            (i, flow) -> into.add(flow)) {
          @Override
          void choose() {
            List<Blank.Value> values = new ArrayList<>();
            for (int c = 0; c < candidates.size(); c++) {
              values.add(candidates.value(c));
            }
            found.add(new Found(values, candidates.posterior()));
            super.choose();
          }
        };
    var feed = new HostFeed();
    feed.put(() -> lane);
    feed.end();
    new CompletionLanes(network).run(feed);
    return found;
  }

  /** Bits of whole rows, by the encoder of training and the likelihood that is reported. */
  @ParameterizedTest
  @CsvSource({"tcpFlags, false", "tos, false", "label, false", "tcpFlags, true", "label, true"})
  void posteriorIsTheLikelihoodOfWholeRows(String attribute, boolean first) throws Exception {
    Model model = first ? conditioned() : MODEL;
    var incomplete = new IncompleteTable(without(attribute), Gaps.NONE, TABLE.schema());
    var matcher = new HostMatcher(model.codec().spec(), model.profiles(), incomplete.inSchema());
    Blank blank =
        Blank.of(model.codec()).stream()
            .filter(b -> b.attribute().equals(attribute))
            .findFirst()
            .orElseThrow();
    List<Series> all = new ArrayList<>();
    incomplete.inSchema().forEachSeries(all::add);
    Series series = all.get(2);
    HostMatcher.Match match = matcher.match(series, Set.of(attribute));
    List<Flow> completed = new ArrayList<>();
    List<Found> found = found(model, matcher, match, series, blank, completed);
    var encoder =
        new SeriesEncoder(
            matcher.codec(), matcher.book(), incomplete.inSchema().recording(), x -> match.given());
    var likelihood = new Likelihood(model, new Network(model));
    int compared = 0;
    for (int row = 0; row < series.flows().size(); row++) {
      Found here = found.get(row);
      List<Sequence> tries = new ArrayList<>();
      for (Blank.Value value : here.values()) {
        List<Flow> flows = new ArrayList<>(completed);
        flows.set(row, with(completed.get(row), attribute, value.word()));
        EncodedSeries encoded =
            encoder.encode(
                new Series(series.host(), flows),
                match.intensity(),
                model.profiles().get(match.profile()),
                match.heavyAddresses(),
                EncodedSeries.Room.HEAP);
        tries.add(new Sequence(encoded, match.profile(), row, row + 1));
      }
      double[][] bits = likelihood.bits(tries);
      double sum = 0;
      for (double[] each : bits) {
        sum += Math.pow(2, bits[0][0] - each[0]);
      }
      for (int c = 0; c < bits.length; c++) {
        double expected = Math.pow(2, bits[0][0] - bits[c][0]) / sum;
        assertThat(here.posterior()[c]).isCloseTo(expected, within(1e-6));
        compared += bits.length > 1 ? 1 : 0;
      }
    }
    assertThat(compared).as("candidates").isGreaterThan(50);
  }

  private static Flow with(Flow flow, String attribute, String word) {
    int index = flow.schema().index(attribute);
    var draft = new Flow.Draft(flow);
    return attribute.equals("tcpFlags")
        ? draft.number(index, Long.parseLong(word)).flow()
        : draft.word(index, word).flow();
  }

  @Test
  void filledRowsKeepToTheHardRules() throws IOException {
    Set<List<Object>> shown = new HashSet<>();
    TABLE.flows().forEach(f -> shown.add(List.of(f.protocol(), f.tcpFlags())));
    for (boolean draw : new boolean[] {false, true}) {
      for (Flow flow : completed(without("tcpFlags"), Gaps.NONE, options(draw, 1, 2))) {
        assertThat(shown).contains(List.of(flow.protocol(), flow.tcpFlags()));
      }
      long most = 0;
      for (Flow flow : TABLE.flows()) {
        most = Math.max(most, -Math.floorDiv(-flow.bytes(), flow.packets()));
      }
      for (String size : List.of("packets", "bytes")) {
        for (Flow flow : completed(without(size), Gaps.NONE, options(draw, 1, 2))) {
          long least = flow.packets() * Protocol.smallestPacket(flow.protocol());
          assertThat(flow.bytes())
              .as("%s", flow)
              .isBetween(least, flow.packets() * (most + most / 8));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void isTheSameOnAnyNumberOfThreads(boolean draw) throws IOException {
    MemoryTable table = without("label", "duration");
    List<Flow> one = completed(table, Gaps.NONE, options(draw, 3, 1));
    assertThat(completed(table, Gaps.NONE, options(draw, 3, 3))).isEqualTo(one);
    List<Flow> other = completed(table, Gaps.NONE, options(draw, 4, 1));
    assertThat(other.equals(one)).as("another seed gives the same").isEqualTo(!draw);
  }

  /** Every second value of some attributes is away, and there is a column that no model knows. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void whatIsThereStaysAsItWas(long seed) throws IOException {
    List<String> some = List.of("protocol", "tcpFlags", "tos", "packets", "duration");
    List<Attribute> attributes = new ArrayList<>(TABLE.schema().attributes());
    attributes.add(Attribute.count(MARKS));
    attributes.add(Attribute.categorical("colour"));
    var schema = new Schema(attributes);
    var random = new SplittableRandom(seed);
    MemoryTable marked =
        TABLE
            .project(schema)
            .map(f -> blanked(f, some, random.nextInt(1 << some.size()), random.nextInt(9)));
    List<Flow> flows = completed(marked, Gaps.of(marked, MARKS, some), Options.DEFAULTS);
    int filled = 0;
    for (int i = 0; i < flows.size(); i++) {
      Flow before = marked.flows().get(i);
      Flow after = flows.get(i);
      assertThat(after.schema().has(MARKS)).isFalse();
      for (int a = 0; a < after.schema().size(); a++) {
        String name = after.schema().attributes().get(a).name();
        int bit = some.indexOf(name);
        boolean lacks = bit >= 0 && (before.number(MARKS) >> bit & 1) == 1;
        Flow copied = new Flow.Draft(after).copy(a, before, before.schema().index(name)).flow();
        filled += lacks && !copied.equals(after) ? 1 : 0;
        assertThat(lacks || copied.equals(after)).as("%s of %s", name, before).isTrue();
      }
      assertThat(after.protocol()).isNotEmpty();
    }
    assertThat(filled).as("values other than the neutral ones").isGreaterThan(flows.size());
  }

  private static Flow blanked(Flow flow, List<String> attributes, int missing, int colour) {
    Schema schema = flow.schema();
    var draft = new Flow.Draft(flow).number(schema.index(MARKS), missing);
    draft.word(schema.index("colour"), "c" + colour);
    Flow neutral = new Flow.Draft(schema).flow();
    for (int bit = 0; bit < attributes.size(); bit++) {
      int index = schema.index(attributes.get(bit));
      if ((missing >> bit & 1) == 1) {
        draft.copy(index, neutral, index);
      }
    }
    return draft.flow();
  }

  @Test
  void refusesWhatItCannotFillInASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Completion(MODEL, TABLE, Gaps.NONE, Options.DEFAULTS))
        .withMessageStartingWith("the flows lack nothing of duration, protocol, tcpFlags");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Completion(MODEL, without("time"), Gaps.NONE, Options.DEFAULTS))
        .withMessage("the flows lack time, which is not filled in");
    var unknown = new Options(Set.of("colour"), false, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Completion(MODEL, without("tos"), Gaps.NONE, unknown))
        .withMessageStartingWith("the model cannot fill in colour; it can duration, protocol");
  }
}

package io.stanflow.complete;

import io.stanflow.codec.Blank;
import io.stanflow.codec.HostCompleter;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.complete.IncompleteTable.Incomplete;
import io.stanflow.fit.HostMatcher;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.model.Model;
import io.stanflow.model.Network;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills in what the flows of a table lack, given everything that is there: what the host did
 * before, and the fields of the flow before and after the missing one (STAN's information
 * completion: Xu et al. 2021). Each value that a field can have has the weight of the likelihood of
 * the row with it. docs/complete.md says what is approximate.
 */
public final class Completion {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final Model model;
  private final Gaps gaps;
  private final Options options;
  private final FlowTable table;
  private final IncompleteTable incomplete;

  /** Those that some flow may lack, in the order of the codec's steps. */
  private final List<Blank> blanks = new ArrayList<>();

  /** Attributes that are filled in, those of one value in the model with them. */
  private final List<String> filled = new ArrayList<>();

  /**
   * How to fill in.
   *
   * @param only attributes that may be filled in; empty for all that the model can
   * @param draw whether to draw values by their probabilities rather than take the best
   * @param seed of the drawing
   * @param threads at least 1
   */
  public record Options(Set<String> only, boolean draw, long seed, int threads) {
    /** The best of everything, on all cores. */
    public static final Options DEFAULTS =
        new Options(Set.of(), false, 1, Runtime.getRuntime().availableProcessors());

    public Options {
      only = Set.copyOf(only);
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be at least 1 but are " + threads);
      }
    }
  }

  /**
   * @param table flows in some of the model's attributes, and any others, which stay as they are
   * @throws IllegalArgumentException in a sentence if nothing is missing, or what is missing cannot
   *     be filled in
   */
  public Completion(Model model, FlowTable table, Gaps gaps, Options options) {
    this.model = model;
    this.table = table;
    this.gaps = gaps;
    this.options = options;
    Schema schema = model.codec().schema();
    incomplete = new IncompleteTable(table, gaps, schema);
    List<Blank> all = Blank.of(model.codec());
    List<String> fillable = fillable(model);
    for (String name : options.only) {
      if (!fillable.contains(name)) {
        throw new IllegalArgumentException(
            "the model cannot fill in %s; it can %s".formatted(name, String.join(", ", fillable)));
      }
    }
    for (String name : fillable) {
      boolean wanted = options.only.isEmpty() || options.only.contains(name);
      if (wanted && (!table.schema().has(name) || gaps.found().contains(name))) {
        filled.add(name);
      }
    }
    check(fillable);
    all.stream().filter(blank -> filled.contains(blank.attribute())).forEach(blanks::add);
  }

  /** Attributes that a model can fill in, in the order of its schema: all but who, when, ports. */
  public static List<String> fillable(Model model) {
    CodecSpec spec = model.codec().spec();
    Set<String> coded = new HashSet<>(Set.of(Schema.PROTOCOL));
    spec.categories().forEach(each -> coded.add(each.name()));
    spec.quantities().forEach(each -> coded.add(each.name()));
    return spec.schema().attributes().stream()
        .map(Attribute::name)
        .filter(coded::contains)
        .toList();
  }

  private void check(List<String> fillable) {
    for (String name : incomplete.inSchema().lacking()) {
      if (!fillable.contains(name)) {
        throw new IllegalArgumentException("the flows lack " + name + ", which is not filled in");
      }
    }
    if (filled.isEmpty()) {
      throw new IllegalArgumentException(
          "the flows lack nothing of "
              + String.join(", ", options.only.isEmpty() ? fillable : options.only));
    }
  }

  /** Attributes that are filled in. */
  public List<String> filled() {
    return List.copyOf(filled);
  }

  /**
   * Completes all flows.
   *
   * @param done is called after each flow, by any thread
   * @throws IOException if the table cannot be read
   */
  public FilledColumns run(Runnable done) throws IOException {
    var columns =
        new FilledColumns(model.codec().schema(), table.schema(), gaps, filled, table.size());
    var matcher = new HostMatcher(model.codec().spec(), model.profiles(), incomplete.inSchema());
    var network = new Network(model);
    var feed = new HostFeed();
    ExecutorService workers = Executors.newFixedThreadPool(options.threads);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int t = 0; t < options.threads; t++) {
        running.add(workers.submit(() -> work(network, feed)));
      }
      incomplete.forEach(
          blanks, host -> feed.put(() -> lane(host, matcher, network, columns, done)));
      feed.end();
      for (Future<Void> each : running) {
        each.get();
      }
      return columns;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptedIOException("completion was interrupted");
    } finally {
      feed.end();
      workers.shutdownNow();
    }
  }

  private static Void work(Network network, HostFeed feed) throws InterruptedException {
    try {
      new CompletionLanes(network).run(feed);
      return null;
    } finally {
      feed.end(); // or, after a failure, who reads would wait for ever
    }
  }

  private HostLane lane(
      Incomplete host, HostMatcher matcher, Network network, FilledColumns columns, Runnable done) {
    Series series = host.series();
    HostMatcher.Match match = matcher.match(series, host.unknown(blanks));
    var completer =
        new HostCompleter(
            matcher.codec(),
            matcher.book(),
            model.profiles().get(match.profile()),
            match.intensity(),
            match.heavyAddresses(),
            match.given(),
            series);
    return new HostLane(
        completer,
        network,
        match.profile(),
        blanks,
        host.lacking(),
        options.draw ? random(options.seed, host.index()) : null,
        (index, flow) -> {
          long number = host.number() + index;
          columns.set((int) (series.places() == null ? number : series.places()[index]), flow);
          done.run();
        });
  }

  /** A host's own stream: no two of them, of whatever seed, begin near each other. */
  private static SplittableRandom random(long seed, long host) {
    long mixed = (seed * GOLDEN + host) * GOLDEN;
    return new SplittableRandom(mixed ^ (mixed >>> 29));
  }
}

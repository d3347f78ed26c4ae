package io.stanflow.train;

import io.stanflow.codec.Profile;
import io.stanflow.codec.Sequence;
import io.stanflow.fit.TrainingData;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.TableLayout;
import io.stanflow.model.Model;
import io.stanflow.model.Provenance;
import io.stanflow.model.WordProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One training, from a table of flows to a model. {@link #run} is all of it; the constructor and
 * {@link #train} are its two halves, for those who keep checkpoints, measure on later flows or want
 * the hosts' own profiles.
 */
public final class Training {
  private final FlowTable table;
  private final TrainOptions options;
  private final Origin origin;
  private final TrainingData data;
  private final List<Sequence> later = new ArrayList<>();

  /**
   * What is known of the training flows besides themselves. The model keeps it.
   *
   * @param program that trains, with its version; may be empty
   * @param reading how the flows were read, by name, such as how many were left out
   * @param layout of the user's own table that they came in; none for a known format
   */
  public record Origin(String program, Map<String, String> reading, Optional<TableLayout> layout) {
    /** Nothing is known, and the format is a known one. */
    public static final Origin UNKNOWN = new Origin("", Map.of(), Optional.empty());

    public Origin {
      reading = Collections.unmodifiableMap(new LinkedHashMap<>(reading));
    }
  }

  /**
   * What training gives.
   *
   * @param model with the best epoch's weights and profiles blended as asked
   * @param ownProfiles the same with the own profile of every host of the table
   * @param reports of all epochs, at least one
   */
  public record Result(Model model, Model ownProfiles, List<EpochReport> reports) {}

  /**
   * Trains a model on a table.
   *
   * @throws IllegalArgumentException if the table has fewer than 2 flows, or columns that cannot be
   *     coded
   * @throws TrainException as {@link #train}
   */
  public static Model run(FlowTable table, TrainOptions options, TrainMonitor monitor)
      throws IOException {
    return new Training(table, options, Origin.UNKNOWN)
        .train(Optional.empty(), false, monitor)
        .model();
  }

  /**
   * Starts PyTorch and looks for the device that these options ask for, before anything is read for
   * it.
   *
   * @throws TrainException if it does not start, or there is no such device
   */
  public static void checkDevice(TrainOptions options) throws TrainException {
    Devices.find(options.device());
  }

  /**
   * Fits codec and profiles to a table and encodes it; afterwards the table is not read any more.
   *
   * @throws IllegalArgumentException as {@link #run}
   */
  public Training(FlowTable table, TrainOptions options, Origin origin) throws IOException {
    this.table = table;
    this.options = options;
    this.origin = origin;
    data = TrainingData.fit(table, options.data());
  }

  /** What was fitted, and how its hosts are split. */
  public TrainingData data() {
    return data;
  }

  /**
   * Has the trained model measured on a later table of the same hosts, too, which is read now.
   *
   * @return flows of training hosts that it has; all others are left out
   * @throws IllegalArgumentException if its schema is another one
   */
  public long measureOn(FlowTable laterTable) throws IOException {
    List<Sequence> sequences = data.encodeLater(laterTable);
    later.addAll(sequences);
    return sequences.stream().mapToLong(Sequence::rows).sum();
  }

  /**
   * Trains the network.
   *
   * @param checkpoint written after each epoch and left there; empty for none
   * @param resume whether to go on from that file
   * @throws TrainException if there is no such device, the time ends before the first step, the
   *     loss is no longer a number, or the checkpoint is of other flows or options
   */
  public Result train(Optional<Path> checkpoint, boolean resume, TrainMonitor monitor)
      throws IOException {
    try (var trainer = new Trainer(data, options, checkpoint.orElse(null), resume, monitor)) {
      trainer.train();
      return result(trainer);
    }
  }

  private Result result(Trainer trainer) throws IOException {
    List<EpochReport> reports = trainer.reports();
    if (reports.isEmpty()) {
      throw new TrainException(
          "no step was done within the time limit; pass a longer --time-limit");
    }
    var record =
        new TrainingRecord()
            .withTable(table, origin, data)
            .withOptions(options)
            .withResult(data, reports);
    if (!later.isEmpty()) {
      record.withLater(trainer.evaluate(trainer.best(), later));
    }
    Provenance provenance = record.provenance();
    return new Result(
        model(trainer, data.modelProfiles(), provenance),
        model(trainer, data.ownProfiles(), provenance),
        reports);
  }

  private Model model(Trainer trainer, List<Profile> profiles, Provenance provenance) {
    return new Model(
        data.codec(),
        trainer.architecture(),
        trainer.best(),
        profiles,
        words(),
        provenance,
        origin.layout().orElse(null));
  }

  private List<WordProfile> words() {
    List<WordProfile> words = new ArrayList<>();
    data.pooledWords()
        .forEach(
            (attribute, profiles) ->
                profiles.forEach(
                    (word, profile) -> words.add(new WordProfile(attribute, word, profile))));
    return words;
  }
}

package io.stanflow.cli;

import io.stanflow.codec.Field;
import io.stanflow.fit.TrainingData;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.file.InputException;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import io.stanflow.train.TrainOptions;
import io.stanflow.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model on flow files. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Trains a model on flow files.",
      "Ends after --epochs or --time-limit, or when the held-out flows are no longer coded better."
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ReadArguments reading;
  @Mixin private FitArguments fitting;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The model file; written only at the end.")
  private Path output;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Written after each epoch, deleted after the last (default: OUTPUT.checkpoint).")
  private Path checkpoint;

  @Option(names = "--resume", description = "Go on from the checkpoint of the same command.")
  private boolean resume;

  @Option(
      names = "--later",
      paramLabel = "FILE",
      description = "Flows of the same hosts in a later period, on which the model is measured.")
  private String later;

  @Option(
      names = "--own-profiles",
      paramLabel = "FILE",
      description =
          "Also write the model with every host's own profile, for those who may keep hosts apart.")
  private Path ownProfiles;

  @Override
  public Integer call() throws IOException {
    ReadOptions readOptions = Arguments.checked(spec, reading::options);
    TrainOptions options = Arguments.checked(spec, fitting::options);
    checkpoint = checkpoint == null ? Path.of(output + ".checkpoint") : checkpoint;
    checkFiles();
    Training.checkDevice(options);
    Outputs.sayReplaced(spec, output, ownProfiles);
    var log = new TrainLog(spec.commandLine().getErr());
    long begin = System.nanoTime();
    try (DuckTable table = FlowFiles.read(reading.files(), readOptions)) {
      log.read(table, (System.nanoTime() - begin) / 1e9);
      if (table.size() < 2) {
        throw new InputException(
            reading.files().get(0), "has fewer than 2 flows", "give more flows");
      }
      checkHosts(table, options.data());
      train(table, readOptions, options, log);
    }
    return 0;
  }

  /** Finds out now, not after hours of training, that a file cannot be written. */
  private void checkFiles() throws IOException {
    for (Path file :
        ownProfiles == null
            ? List.of(output, checkpoint)
            : List.of(output, checkpoint, ownProfiles)) {
      Path parent = file.toAbsolutePath().getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        throw new InputException(
            file.toString(), "its directory does not exist", "create " + parent);
      }
      if (Files.isDirectory(file) || !Files.isWritable(parent)) {
        throw new InputException(file.toString(), "cannot be written", "name another file");
      }
    }
    boolean exists = Files.exists(checkpoint);
    if (resume && !exists) {
      throw new InputException(
          checkpoint.toString(), "there is no such checkpoint", "train without --resume");
    }
    if (exists && !resume) {
      throw new InputException(
          checkpoint.toString(),
          "is there from a training that was stopped",
          "go on from it with --resume, or delete it");
    }
  }

  private void checkHosts(DuckTable table, TrainingData.Options options) throws InputException {
    if (TrainingData.hasTooFewHosts(table, options)) {
      throw new InputException(
          reading.files().get(0),
          "has %,d hosts, but each profile and value is to be shared by at least %,d (--profile-k)"
              .formatted(table.hosts(), options.profileK()),
          "give flows of more hosts, or pass --profile-k 1: the model then describes single hosts");
    }
  }

  private void train(DuckTable table, ReadOptions read, TrainOptions options, TrainLog log)
      throws IOException {
    log.fitting();
    var training = new Training(table, options, origin(table));
    if (later != null) {
      measureLater(table, training, read);
    }
    log.fitted(training.data(), options.data().profileK());
    var interrupted = new Thread(() -> sayHowToResume(log));
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      Training.Result result = training.train(Optional.of(checkpoint), resume, log);
      ModelFile.write(output, result.model());
      if (ownProfiles != null) {
        ModelFile.write(ownProfiles, result.ownProfiles());
      }
      Files.deleteIfExists(checkpoint);
      log.curve();
      report(result.model(), log);
    } finally {
      forget(interrupted);
    }
  }

  private Training.Origin origin(DuckTable table) {
    Map<String, String> read = new LinkedHashMap<>();
    read.put("flowsLeftOut", Long.toString(table.leftOut()));
    read.put("malformedLinesDropped", Long.toString(table.malformed()));
    read.put("minFlows", Integer.toString(table.whose().minFlows()));
    read.put("mostHosts", Integer.toString(table.whose().most()));
    String program = "stanflow " + Version.text();
    return new Training.Origin(program, read, table.layout());
  }

  /** Reads the later flows before training, so that errors come early. */
  private void measureLater(DuckTable table, Training training, ReadOptions options)
      throws IOException {
    ReadOptions form = ReadOptions.DEFAULTS.withForm(options.form()).withDraft(table.draft());
    ReadOptions laterOptions =
        (table.draft().isPresent() ? form : form.withFormat(table.format()))
            .withInternal(table.internal());
    try (DuckTable laterTable = FlowFiles.read(List.of(later), laterOptions)) {
      if (!laterTable.schema().equals(table.schema())) {
        throw new InputException(
            later, "has other attributes than the training flows", "give --later the same columns");
      }
      if (training.measureOn(laterTable) == 0) {
        throw new InputException(
            later, "has no flow of a training host", "give --later a period of the same hosts");
      }
    }
  }

  private void report(Model model, TrainLog log) throws IOException {
    List<String> fields = model.codec().layout().fields().stream().map(Field::name).toList();
    BitsTable.lines(model.provenance().metrics(), fields).forEach(line -> log.say("%s", line));
    log.say(
        "%s written: %,d profiles, %,d bytes", output, model.profiles().size(), Files.size(output));
  }

  private void sayHowToResume(TrainLog log) {
    log.say(
        Files.exists(checkpoint)
            ? "%nstanflow: stopped; the same command with --resume goes on after the last epoch"
            : "%nstanflow: stopped before the first epoch was complete; nothing was written");
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is going down: the hook is what it runs
    }
  }
}

package io.stanflow.cli;

import io.stanflow.forecast.Forecast;
import io.stanflow.generate.Generation;
import io.stanflow.generate.Scenario;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.file.InputException;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import io.stanflow.model.Kernel;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes synthetic flows. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Generates synthetic flows.",
      "The same model, options and seed give the same file, whatever the number of threads."
    })
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ModelArguments model;
  @Mixin private ScenarioArguments arguments;
  @Mixin private ContinueArguments continued;
  @Mixin private GeneratedFile output;

  @Override
  public Integer call() throws IOException {
    long begin = System.nanoTime();
    String file = Arguments.checked(spec, continued::file);
    if (file == null) {
      generate(begin);
    } else {
      goOn(file, begin);
    }
    return 0;
  }

  private void generate(long begin) throws IOException {
    Scenario base = arguments.base(Scenario.DEFAULTS);
    Scenario scenario = Arguments.checked(spec, () -> arguments.over(base));
    StanflowModel loaded = StanflowModel.load(model.path());
    noteKernel();
    Scenario asked = arguments.fit(scenario, loaded.model());
    try (Generation generation = Arguments.checked(spec, () -> loaded.start(asked))) {
      write(generation, loaded.model(), asked, begin);
    }
  }

  private void goOn(String file, long begin) throws IOException {
    Scenario asked = Arguments.checked(spec, arguments::continued);
    ReadOptions read = continued.options().withInternal(arguments.internal());
    Model loaded = ModelFile.read(model.path());
    noteKernel();
    try (DuckTable table = FlowFiles.read(List.of(file), read)) {
      GeneratedFile.say(spec, "%s%n", table.internalNote());
      table.notes().forEach(note -> GeneratedFile.say(spec, "%s%n", note));
      Forecast forecast = forecast(file, loaded, table, asked);
      GeneratedFile.say(
          spec,
          "goes on from %s as its hosts do, with their addresses: share it only as you would share"
              + " that file%n",
          file);
      try (Generation generation = forecast.start()) {
        write(generation, loaded, forecast.scenario(), begin);
      }
    }
  }

  private Forecast forecast(String file, Model loaded, DuckTable table, Scenario asked)
      throws IOException {
    try {
      return new Forecast(loaded, table, asked);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          file,
          e.getMessage(),
          "stanflow inspect says what the model has, stanflow complete fills in what it can");
    }
  }

  private void write(Generation generation, Model by, Scenario asked, long begin)
      throws IOException {
    if (asked.flows() == 0) {
      GeneratedFile.say(
          spec, "about %,d flows of %,d hosts planned%n", generation.flows(), generation.hosts());
    }
    output.write(spec, generation, by, asked, model.path(), begin);
  }

  private void noteKernel() {
    if (Kernel.best() == Kernel.plain()) {
      GeneratedFile.say(
          spec,
          "generating in plain Java, several times slower than it could be: start Java, one that"
              + " has the module, with --add-modules %s%n",
          Kernel.VECTOR_MODULE);
    }
  }
}

package io.stanflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout made up, with a Java that prints its arguments and a Maven that writes
 * down its calls.
 */
class LauncherTest {
  private static final Path BASH = Path.of("/bin/bash");
  private static final String JAR = "cli/target/stanflow-cli-1.jar";

  @TempDir private Path folder;
  private Path home;

  private record Run(int code, String text) {}

  @BeforeEach
  void checkout() throws IOException {
    assumeThat(BASH).as("the launcher needs bash").exists();
    home = Files.createDirectories(folder.resolve("check out")); // with a space
    Path root = Path.of(System.getProperty("stanflow.root", ".."));
    Files.copy(root.resolve("stanflow"), home.resolve("stanflow"));
    Files.createDirectories(home.resolve("cli/src/main"));
    write("check out/pom.xml", "<project/>", false);
    write("check out/cli/pom.xml", "<project/>", false);
    write("check out/cli/src/main/Main.java", "class Main {}", false);
    write("jdk/bin/java", "#!/bin/bash\necho \"$@\"\n", true);
    write("jdk/release", "JAVA_VERSION=\"17.0.1\"\n", false);
    maven("3.8.7", "sleep 1; mkdir -p cli/target/lib; echo jar > " + JAR);
  }

  private void maven(String version, String build) throws IOException {
    String script =
        """
        #!/bin/bash
        if [[ $1 == -version ]]; then echo "Apache Maven %s (abc)"; exit; fi
        echo "$@" >> "%s"
        %s
        """;
    write("bin/mvn", script.formatted(version, folder.resolve("mvn.log"), build), true);
  }

  private void write(String name, String text, boolean executable) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(executable)).isTrue();
  }

  private void built() throws IOException {
    Files.createDirectories(home.resolve("cli/target/lib"));
    write("check out/cli/target/lib/one.jar", "", false);
    write("check out/cli/target/lib/pytorch-native-cpu-2.jar", "", false);
    write("check out/" + JAR, "", false);
  }

  private ProcessBuilder builder(Path script, String... args) {
    List<String> words = new ArrayList<>(List.of(BASH.toString(), script.toString()));
    words.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().keySet().removeIf(k -> k.startsWith("STANFLOW") || k.equals("JAVA_OPTS"));
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    return builder;
  }

  private static Run run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), text);
  }

  @Test
  void syntaxIsSound() throws Exception {
    Run run = run(new ProcessBuilder("/bin/bash", "-n", home.resolve("stanflow").toString()));
    assertThat(run.code()).as(run.text()).isZero();
  }

  @Test
  void startsAtOnceWhereBuiltAlsoThroughLinks() throws Exception {
    built();
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("check out/stanflow"));
    Path further = Files.createSymbolicLink(folder.resolve("further"), link);
    Run run = run(builder(further, "generate", "-o", "a b.csv"));
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.text())
        .contains("-Dstanflow.home=" + home.toRealPath() + " ", "lib/one.jar", JAR)
        .contains("pytorch-native-cpu", "-XX:+UseSerialGC")
        .endsWith("io.stanflow.cli.Main generate -o a b.csv\n");
    assertThat(folder.resolve("mvn.log")).doesNotExist();
  }

  @Test
  void unzippedItTakesItsLibrariesAndNeverBuilds() throws Exception {
    Path unzipped = Files.createDirectories(folder.resolve("un zipped"));
    Path script = Files.copy(home.resolve("stanflow"), unzipped.resolve("stanflow"));
    write("un zipped/lib/one.jar", "", false);
    Run incomplete = run(builder(script, "generate"));
    assertThat(incomplete.code()).isEqualTo(1);
    assertThat(incomplete.text()).contains("no stanflow-cli jar in " + unzipped.toRealPath());
    write("un zipped/lib/stanflow-cli-1.jar", "", false);
    Path lib = unzipped.toRealPath().resolve("lib");
    Run run = run(builder(script, "generate", "-o", "-"));
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.text())
        .contains("-Dstanflow.home=" + unzipped.toRealPath() + " ")
        .endsWith(
            "-cp %s/stanflow-cli-1.jar:%s/one.jar io.stanflow.cli.Main generate -o -%n"
                .formatted(lib, lib));
    assertThat(folder.resolve("mvn.log")).doesNotExist();
  }

  @Test
  void trainGetsMemoryAndOptionsOfTheUserComeLast() throws Exception {
    built();
    ProcessBuilder builder = builder(home.resolve("stanflow"), "--debug", "train", "x");
    builder.environment().put("STANFLOW_JAVA_OPTS", "-Xmx1g -Da=b");
    builder.environment().put("STANFLOW_GPU", "1");
    assertThat(run(builder).text())
        .contains("-XX:+UseParallelGC", "-XX:MaxRAMPercentage=70", " -Xmx1g -Da=b -cp ")
        .doesNotContain("pytorch-native-cpu", "enable-native-access");
  }

  @Test
  void laterJavaIsToldThatNativesAreMeant() throws Exception {
    built();
    write("jdk/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25\"\n", false);
    assertThat(run(builder(home.resolve("stanflow"))).text())
        .contains("--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void generateGetsTheVectorApiWhereJavaHasOne() throws Exception {
    built();
    assertThat(run(builder(home.resolve("stanflow"), "generate")).text())
        .doesNotContain("--add-modules");
    write(
        "jdk/release", "JAVA_VERSION=\"17\"\nMODULES=\"java.base jdk.incubator.vector\"\n", false);
    assertThat(run(builder(home.resolve("stanflow"), "--debug", "generate")).text())
        .contains(" --add-modules jdk.incubator.vector ", "-XX:+UseSerialGC");
    assertThat(run(builder(home.resolve("stanflow"), "inspect")).text())
        .doesNotContain("--add-modules");
  }

  /** A Java that notes its calls and makes the list and the archive that it is asked for. */
  private void sharingJava() throws IOException {
    write(
        "jdk two/bin/java",
        """
        #!/bin/bash
        echo "$@" >> "%s"
        for word in "$@"; do
          [[ $word == -XX:DumpLoadedClassList=* ]] && echo Main > "${word#*=}"
          [[ $word == -XX:SharedClassListFile=* && ! -s ${word#*=} ]] && exit 1
          [[ " $* " == *" -Xshare:dump "* && $word == -XX:SharedArchiveFile=* ]] &&
            echo classes > "${word#*=}"
        done
        echo "$@"
        """
            .formatted(folder.resolve("java.log")),
        true);
    write("jdk two/release", "JAVA_VERSION=\"17.0.1\"\n", false);
  }

  /** The second Java makes the archive; the first one does not. */
  @Test
  void generateSharesItsClassesWhereJavaCan() throws Exception {
    built();
    write("check out/models/ugr16.stanflow", "", false);
    Path script = home.resolve("stanflow");
    assertThat(run(builder(script, "generate")).text()).doesNotContain("SharedArchiveFile");
    sharingJava();
    for (int i = 0; i < 2; i++) {
      ProcessBuilder builder = builder(script, "generate", "-o", "a.csv");
      builder.environment().put("JAVA_HOME", folder.resolve("jdk two").toString());
      assertThat(run(builder).text())
          .contains("-XX:SharedArchiveFile=" + home.toRealPath().resolve("cli/target/generate-17-"))
          .endsWith("io.stanflow.cli.Main generate -o a.csv\n");
    }
    assertThat(folder.resolve("java.log")).content().containsOnlyOnce("-Xshare:dump");
    assertThat(home.resolve("cli/target")).isDirectoryNotContaining("glob:**.jsa.*");
    ProcessBuilder inspect = builder(script, "inspect");
    inspect.environment().put("JAVA_HOME", folder.resolve("jdk two").toString());
    assertThat(run(inspect).text()).doesNotContain("SharedArchiveFile");
  }

  @Test
  void generateSharesNothingUntilThereIsTheModelToLoadAllClasses() throws Exception {
    built();
    sharingJava();
    ProcessBuilder builder = builder(home.resolve("stanflow"), "generate", "-m", "own.stanflow");
    builder.environment().put("JAVA_HOME", folder.resolve("jdk two").toString());
    assertThat(run(builder).text()).doesNotContain("SharedArchiveFile");
    assertThat(folder.resolve("java.log")).content().doesNotContain("-Xshare:dump");
    write("check out/models/ugr16.stanflow", "", false);
    assertThat(run(builder).text()).contains("SharedArchiveFile");
  }

  @Test
  void buildsOnFirstUseOnceForTwoAtATime() throws Exception {
    Process other = builder(home.resolve("stanflow"), "generate").start();
    Run run = run(builder(home.resolve("stanflow"), "generate"));
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(other.waitFor()).isZero();
    assertThat(Files.readAllLines(folder.resolve("mvn.log"))).hasSize(1);
    assertThat(run(builder(home.resolve("stanflow"), "generate")).text())
        .doesNotContain("building");
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    run(builder(home.resolve("stanflow")));
    Thread.sleep(20); // the clock of files
    write("check out/cli/src/main/Main.java", "class Main { }", false);
    assertThat(run(builder(home.resolve("stanflow"))).text()).contains("stanflow: building");
    assertThat(Files.readAllLines(folder.resolve("mvn.log"))).hasSize(2);
  }

  @Test
  void failedBuildLeavesNothingThatLooksBuilt() throws Exception {
    maven("3.8.7", "mkdir -p cli/target/lib; echo half > " + JAR + "; exit 1");
    Run run = run(builder(home.resolve("stanflow"), "generate"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.text()).contains("stanflow: the build failed");
    assertThat(home.resolve(JAR)).doesNotExist();
  }

  @Test
  void killedBuildIsBuiltAgain() throws Exception {
    maven("3.8.7", "mkdir -p cli/target/lib; echo half > " + JAR + "; echo now; cat");
    Process killed = builder(home.resolve("stanflow"), "generate").start();
    try (BufferedReader lines = killed.inputReader()) {
      assertThat(lines.readLine()).startsWith("stanflow: building");
      assertThat(lines.readLine()).isEqualTo("now"); // Maven waits for its input from here on
      killed.destroyForcibly().waitFor();
    }
    assertThat(home.resolve(JAR)).hasContent("half");
    maven("3.8.7", "echo jar > " + JAR);
    Run run = run(builder(home.resolve("stanflow"), "generate"));
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.text()).contains("stanflow: building");
    assertThat(home.resolve(JAR)).hasContent("jar");
  }

  @Test
  void saysWhichJavaOrMavenIsNeeded() throws Exception {
    maven("3.6.3", "");
    assertThat(run(builder(home.resolve("stanflow"))).text())
        .isEqualTo("stanflow: Maven 3.6 is too old to build the program; install 3.8 or later\n");
    write("jdk/release", "JAVA_VERSION=\"11.0.2\"\n", false);
    assertThat(run(builder(home.resolve("stanflow"))).text())
        .contains("is Java 11; install a JDK 17 or later");
    ProcessBuilder builder = builder(home.resolve("stanflow"));
    builder.environment().put("JAVA_HOME", "/none");
    assertThat(run(builder))
        .extracting(Run::code, Run::text)
        .containsExactly(
            1, "stanflow: there is no Java in JAVA_HOME=/none; point it to a JDK 17 or later\n");
  }
}

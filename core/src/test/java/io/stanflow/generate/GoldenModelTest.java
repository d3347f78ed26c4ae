package io.stanflow.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.Flow;
import io.stanflow.model.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Model files of earlier releases load and give the flows that they gave then. They hold simulated
 * traffic; {@code GoldenModel} in the tests of module train made them.
 */
public class GoldenModelTest {
  private static final Scenario SCENARIO = Scenario.DEFAULTS.withHosts(9).withFlows(500);

  @ParameterizedTest
  @CsvSource({
    "format-9.stanflow, eaf97faf68cc4f5f14fcc6a6129c868490220819c0d778663396206a5c4c1e77"
  })
  void givesTheFlowsOfItsRelease(String name, String digest)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    try (InputStream in = GoldenModelTest.class.getResourceAsStream(name);
        Stream<Flow> flows =
            new StanflowModel(ModelFile.read(in, name)).generate(SCENARIO.withDuration(null))) {
      flows.forEach(flow -> sha.update((flow + "\n").getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(HexFormat.of().formatHex(sha.digest())).isEqualTo(digest);
  }
}

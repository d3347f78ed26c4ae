package io.stanflow.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.stanflow.fit.TrainingData;
import io.stanflow.model.Models;
import io.stanflow.testing.Ar1Table;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Scanner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Natural growth of other tests in the same process would count as a leak. */
@Tag("torch")
@Isolated("measures the whole process")
@ExtendWith(Natives.class)
class StepMemoryTest {
  /**
   * A step's graph has 100 kB at least (8 rows, 64 wide, 50 arrays), so a leak of it would show a
   * thousandfold in the process, whose own growth is less.
   */
  @Test
  void aThousandStepsLeaveNothingBehind() throws Exception {
    var table = TrainingData.fit(new Ar1Table(400, 0.5, 0.5, 1), TrainingData.Options.DEFAULTS);
    var model = Models.random(table.codec(), table.profiles(), 1);
    var plan = new BatchPlan(table.codec().layout(), table.profiles(), model.architecture());
    List<List<Batch.Chunk>> batches = BatchPlan.batches(table.training(), 8, 8, new Random(1));
    try (var worker = new Worker(model.architecture(), plan, Device.cpu())) {
      NDManager constants = constants(worker);
      int arrays = constants.getManagedArrays().size();
      assertThat(arrays).isPositive();
      var noise = new Regularisation(0.3, 0.1, 1);
      long resident = 0;
      for (int step = 0; step < 1200; step++) {
        resident = step == 200 ? residentBytes() : resident;
        worker.gradients(model.weights(), batches.get(step % batches.size()), noise);
        worker.losses(model.weights(), batches.get(0));
      }
      assertThat(constants.getManagedArrays()).hasSize(arrays);
      assertThat(residentBytes() - resident).isLessThan(100_000_000);
    }
  }

  /** Memory that the process holds, after a collection; 0 where the system does not tell. */
  private static long residentBytes() throws IOException {
    System.gc();
    Path file = Path.of("/proc/self/statm");
    if (!Files.exists(file)) {
      return 0;
    }
    try (var numbers = new Scanner(file, StandardCharsets.US_ASCII)) {
      numbers.nextLong(); // of the whole address space
      return numbers.nextLong() * 4096;
    }
  }

  /** The one manager that outlives a step. */
  private static NDManager constants(Worker worker) throws ReflectiveOperationException {
    Field network = Worker.class.getDeclaredField("network");
    network.setAccessible(true);
    Field constants = TorchNetwork.class.getDeclaredField("constants");
    constants.setAccessible(true);
    return (NDManager) constants.get(network.get(worker));
  }
}

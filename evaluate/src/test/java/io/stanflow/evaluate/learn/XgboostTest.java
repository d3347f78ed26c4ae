package io.stanflow.evaluate.learn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XgboostTest {
  /** What Java throws where OpenMP is missing, on the first use and on later ones. */
  @Test
  void aMissingLibraryIsNamedWithTheRemedyOnOneLine() {
    var missing = new UnsatisfiedLinkError("/tmp/x.so: libgomp.so.1: cannot open\nshared object");
    for (Throwable failure :
        new Throwable[] {missing, new NoClassDefFoundError().initCause(missing)}) {
      assertThat(Xgboost.obstacle(failure))
          .contains("libgomp.so.1: cannot open shared object; install OpenMP")
          .doesNotContain("\n");
    }
  }

  /** What Java throws where the temporary folder is full, or nothing may be run from it. */
  @Test
  void aTemporaryFolderThatDoesNotServeIsNamed() {
    for (String message :
        new String[] {
          "No space left on device", "/t/x.so: failed to map segment from shared object"
        }) {
      assertThat(Xgboost.obstacle(new java.io.IOException(message)))
          .contains(message, System.getProperty("java.io.tmpdir"), "-Djava.io.tmpdir=FOLDER")
          .doesNotContain("OpenMP");
    }
  }

  @Test
  void noObstacleMeansThatItLearns() {
    boolean learns;
    try {
      var x = new Matrix(new float[] {0, 1, 2, 3}, 4, 1);
      Learner.LINEAR.fit(x, new float[] {0, 1, 2, 3}, Learner.Target.NUMBER).close();
      learns = true;
    } catch (LinkageError e) {
      learns = false;
    }
    assertThat(Xgboost.starts()).isEqualTo(learns);
  }
}

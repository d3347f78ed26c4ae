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

package io.stanflow.codec;

/** The flows that a sampled host is given, one after the other. */
public interface GivenSource {
  /** No flows. */
  GivenSource NONE =
      new GivenSource() {
        @Override
        public long time() {
          return Long.MAX_VALUE;
        }

        @Override
        public Given take() {
          throw new IllegalStateException("nothing is given");
        }

        @Override
        public void skip() {
          throw new IllegalStateException("nothing is given");
        }

        @Override
        public void made(Observation flow) {
          throw new IllegalStateException("nothing was given");
        }
      };

  /** Time of the next one, clock units; the largest number if there is none. */
  long time();

  /** The next one, which is then no longer the next. */
  Given take();

  /** Leaves the next one out. */
  void skip();

  /** What has become of the one taken last. */
  void made(Observation flow);
}

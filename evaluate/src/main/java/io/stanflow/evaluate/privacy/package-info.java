/** What synthetic flows, and the model, give away of the flows that the model was trained on. */
package io.stanflow.evaluate.privacy;

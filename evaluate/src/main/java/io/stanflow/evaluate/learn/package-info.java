/**
 * What machine learning says of flows: can a classifier tell synthetic from real ones ({@link
 * io.stanflow.evaluate.learn.Detectability}), and is a model trained on synthetic flows as good on
 * real ones as a model trained on real flows ({@link io.stanflow.evaluate.learn.Utility}). The
 * learners are XGBoost's.
 */
package io.stanflow.evaluate.learn;

package io.stanflow.model;

import io.stanflow.codec.Profile;

/**
 * What flows with one word of a condition, or the label, are like, those of all training hosts that
 * have some: so a host can be given more of them than it has.
 *
 * @param attribute its name
 * @param word that the flows have
 * @param profile of them alone; of its spec nothing is known
 */
public record WordProfile(String attribute, String word, Profile profile) {}

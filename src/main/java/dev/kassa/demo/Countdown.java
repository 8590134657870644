package dev.kassa.demo;

import java.time.Instant;

/**
 * A timer that runs.
 *
 * @param what happens when it is over
 */
public record Countdown(String what, Instant at) {}

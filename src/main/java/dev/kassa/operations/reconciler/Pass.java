package dev.kassa.operations.reconciler;

/**
 * What one pass came to; what an operator reads as its run's result.
 *
 * @param found ended runs that this process had not dealt with before
 * @param recovered recovery runs that were started
 * @param failed runs that could not be recovered; the next pass tries again, the log says why
 * @param more whether there are more than one pass takes
 */
public record Pass(int found, int recovered, int failed, boolean more) {}

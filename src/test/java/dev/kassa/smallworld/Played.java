package dev.kassa.smallworld;

import java.util.List;

/**
 * A sequence as it went.
 *
 * @param end how it ended, and how the purchase then stood at Klarna
 * @param happened whether its last step was possible
 * @param isOpen whether its run was still open after its last step: only then another step can change anything
 * @param wrongs what must never happen and did
 */
record Played(Sequence sequence, String end, boolean happened, boolean isOpen, List<String> wrongs) {}

package dev.kassa.smallworld;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All sequences without repetition, level by level; only those are continued of which something can still become. */
final class Tree {
    private Tree() {}

    /** The next level: each sequence with one more step, but twins. */
    static List<Sequence> longer(Collection<Sequence> open, Collection<Step> alphabet) {
        var next = new ArrayList<Sequence>();
        for (var sequence : open) {
            for (var step : alphabet) {
                var one = sequence.with(step);
                if (!sequence.steps().contains(step) && !one.isTwin()) {
                    next.add(one);
                }
            }
        }
        return next;
    }

    /** In batches that can share an environment. */
    static List<List<Sequence>> batches(List<Sequence> level, int size) {
        Map<String, List<Sequence>> bySkeleton =
                level.stream().collect(Collectors.groupingBy(Sequence::skeleton, TreeMap::new, Collectors.toList()));
        var batches = new ArrayList<List<Sequence>>();
        for (var group : bySkeleton.values()) {
            for (int from = 0; from < group.size(); from += size) {
                batches.add(List.copyOf(group.subList(from, Math.min(from + size, group.size()))));
            }
        }
        return batches;
    }
}

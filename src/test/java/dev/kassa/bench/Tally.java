package dev.kassa.bench;

import java.util.ArrayList;
import java.util.List;

/** What all rounds of one system at one number of parallel checkouts came to. Times in ms, CPU in seconds. */
final class Tally {
    private final List<Double> starts = new ArrayList<>();
    private final List<Double> payments = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();
    private long checkouts;
    private double seconds;
    private Spent spent = new Spent(0, 0, 0, 0, 0, 0);

    /**
     * CPU seconds of the processes, and commits.
     *
     * @param compiling what the service's compilers took of its share
     */
    record Spent(double service, double compiling, double server, double postgres, double driver, long commits) {
        Spent minus(Spent before) {
            return new Spent(
                    service - before.service,
                    compiling - before.compiling,
                    server - before.server,
                    postgres - before.postgres,
                    driver - before.driver,
                    commits - before.commits);
        }

        Spent plus(Spent other) {
            return new Spent(
                    service + other.service,
                    compiling + other.compiling,
                    server + other.server,
                    postgres + other.postgres,
                    driver + other.driver,
                    commits + other.commits);
        }
    }

    void add(int count, double took, List<Double> startsMs, List<Double> paymentsMs, Spent more) {
        checkouts += count;
        seconds += took;
        starts.addAll(startsMs);
        payments.addAll(paymentsMs);
        rates.add(count / took);
        spent = spent.plus(more);
    }

    /** Everything for one checkout; CPU in ms. */
    Figures figures() {
        return new Figures(
                checkouts,
                checkouts / seconds,
                rates.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                rates.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                percentile(starts, 50),
                percentile(starts, 99),
                percentile(payments, 50),
                percentile(payments, 99),
                1000 * spent.service / checkouts,
                1000 * spent.compiling / checkouts,
                1000 * spent.server / checkouts,
                1000 * spent.postgres / checkouts,
                1000 * spent.driver / checkouts,
                (double) spent.commits / checkouts);
    }

    /** What stands in the table and in the JSON file. */
    record Figures(
            long checkouts,
            double perSecond,
            double slowestRoundPerSecond,
            double fastestRoundPerSecond,
            double startMsP50,
            double startMsP99,
            double authorizedMsP50,
            double authorizedMsP99,
            double serviceCpuMs,
            double compilingCpuMs,
            double temporalCpuMs,
            double postgresCpuMs,
            double driverCpuMs,
            double postgresCommits) {

        /** Of everything but the driver. */
        double cpuMs() {
            return serviceCpuMs + temporalCpuMs + postgresCpuMs;
        }

        /** Of a service that has nothing more to compile. */
        double compiledServiceCpuMs() {
            return serviceCpuMs - compilingCpuMs;
        }

        /** Of everything but the driver and the service's compilers. */
        double compiledCpuMs() {
            return cpuMs() - compilingCpuMs;
        }

        /** Of whatever keeps the state. */
        double serverCpuMs() {
            return temporalCpuMs + postgresCpuMs;
        }
    }

    static double percentile(List<Double> values, int percent) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        var sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }
}

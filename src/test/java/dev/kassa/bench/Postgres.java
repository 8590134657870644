package dev.kassa.bench;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The PostgreSQL on which Temporal rests, and beside it the rows and jobs of the alternative. */
final class Postgres implements Ends {
    private static final String[] JOBS = {
        """
        create table checkout (
          id text primary key, reference text not null, status text not null, birth text not null,
          payment bytea not null, payment_request_id text, url text, sealed_token text, payment_transaction_id text,
          session_expires_at timestamptz not null, updated_at timestamptz not null)""",
        // As db-scheduler's README gives it, with the indexes it names.
        """
        create table scheduled_tasks (
          task_name text not null, task_instance text not null, task_data bytea,
          execution_time timestamp with time zone, picked boolean not null, picked_by text,
          last_success timestamp with time zone, last_failure timestamp with time zone, consecutive_failures int,
          last_heartbeat timestamp with time zone, version bigint not null, priority smallint, state text,
          primary key (task_name, task_instance))""",
        "create index execution_time_idx on scheduled_tasks (execution_time)",
        "create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)"
    };

    private final int port;
    private final String password;

    Postgres(int port, String password) {
        this.port = port;
        this.password = password;
    }

    String jobsUrl() {
        return url("jobs");
    }

    String password() {
        return password;
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    void prepareJobs() {
        execute("postgres", "drop database if exists jobs");
        execute("postgres", "create database jobs");
        execute("jobs", JOBS);
    }

    private void execute(String database, String... statements) {
        try (var connection = DriverManager.getConnection(url(database), "temporal", password);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Transactions committed so far in what Temporal or the jobs keep; this question is asked of another database. */
    long commits() {
        return number("select sum(xact_commit) from pg_stat_database"
                + " where datname in ('temporal', 'temporal_visibility', 'jobs')");
    }

    /** What Temporal's databases take on disk. */
    long bytesOfTemporal() {
        return number("select pg_database_size('temporal') + pg_database_size('temporal_visibility')");
    }

    private long number(String sql) {
        try (var connection = DriverManager.getConnection(url("postgres"), "temporal", password);
                var result = connection.createStatement().executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void await(List<Shoppers.Paid> last) {
        Awaitility.await("the last jobs end")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> of(last).size() == last.size());
    }

    @Override
    public Map<String, Instant> of(List<Shoppers.Paid> some) {
        var ids = some.stream().map(paid -> paid.started().id()).toArray(String[]::new);
        var ends = new HashMap<String, Instant>();
        try (var connection = DriverManager.getConnection(jobsUrl(), "temporal", password);
                var question = connection.prepareStatement(
                        "select id, updated_at from checkout where status = 'AUTHORIZED' and id = any(?)")) {
            question.setArray(1, connection.createArrayOf("text", ids));
            var rows = question.executeQuery();
            while (rows.next()) {
                ends.put(rows.getString(1), rows.getTimestamp(2).toInstant());
            }
            return ends;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}

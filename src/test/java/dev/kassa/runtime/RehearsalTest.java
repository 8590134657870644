package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    @TempDir
    private Path folder;

    @Test
    void onlyTheServerThatTheRehearsalStartedIsItsOwn() throws IOException {
        var settings =
                Files.writeString(folder.resolve("settings"), "postgres_bin=/usr/bin\njava=java\nkassa_port=21000\n");

        assertThat(Rehearsal.isServerOf(settings, "127.0.0.1:21005")).isTrue();
        assertThat(Rehearsal.isServerOf(settings, "127.0.0.1:7233")).isFalse();
        assertThat(Rehearsal.isServerOf(settings, "")).isFalse();
    }

    @Test
    void aRehearsalThatHasEndedHasNoServer() {
        assertThat(Rehearsal.isServerOf(folder.resolve("settings"), "127.0.0.1:21005"))
                .isFalse();
    }
}

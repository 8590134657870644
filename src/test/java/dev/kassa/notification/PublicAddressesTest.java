package dev.kassa.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kassa.notification.PublicAddresses.NotPublicException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "::7f00:1",
                "64:ff9b::a00:1",
                "100::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1"
            })
    void anAddressOfAPrivateNetworkIsRefused(String address) {
        var names = answering("1.1.1.1", address);
        assertThatExceptionOfType(NotPublicException.class)
                .as("however many public ones stand beside it")
                .isThrownBy(() -> names.resolve("shop.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "2001:4860:4860::8888"
            })
    void aPublicAddressIsHandedOn(String address) throws UnknownHostException {
        assertThat(answering(address).resolve("shop.example")).containsExactly(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.1", "2130706433", "[::1]", "[::ffff:192.168.0.1]"})
    void noOtherWayToWriteALoopbackAddressGetsThrough(String host) {
        var names = new PublicAddresses(InetAddress::getAllByName);
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> names.resolve(host));
    }

    @Test
    void aNameWithoutAnAddressHasNone() {
        var names = new PublicAddresses(host -> {
            throw new UnknownHostException(host);
        });
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> names.resolve("nowhere.example"));
    }

    private static PublicAddresses answering(String... addresses) {
        return new PublicAddresses(
                _ -> Arrays.stream(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new));
    }
}

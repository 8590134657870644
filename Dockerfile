# Kassa, built from this repository: the image of the services kassa and sandbox in docker-compose.yml.
FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /kassa
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
# Tests need more than is here; .ci/run has run them.
RUN --mount=type=cache,target=/root/.m2 mvn -B -q package -Dmaven.test.skip=true

# The Java of the tests, by Temurin's own naming.
FROM eclipse-temurin:25.0.3_9-jre-noble
RUN useradd --system --uid 10001 --no-create-home kassa && install -d -m 700 -o kassa /var/lib/sandbox
COPY --from=build /kassa/target/kassa.jar /kassa.jar
COPY --chmod=755 temporal/is-ready /usr/local/bin/is-ready
USER kassa
# The second of the two switches that keep JDK 25 silent; the first is in the jar.
ENV JDK_JAVA_OPTIONS="--sun-misc-unsafe-memory-access=allow"
ENTRYPOINT ["java", "-jar", "/kassa.jar"]

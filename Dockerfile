# Kassa, built from this repository: the image of the services kassa and sandbox in docker-compose.yml.
FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /kassa
COPY pom.xml ./
COPY .mvn .mvn
# Dependencies change less often than sources, and stay in this layer.
RUN mvn -B -q dependency:go-offline -Dmaven.test.skip=true || true
COPY src src
RUN mvn -B -q package -Dmaven.test.skip=true -Dspotless.check.skip=true

FROM eclipse-temurin:25-jre-noble
RUN useradd --system --uid 10001 --no-create-home kassa && install -d -o kassa /var/lib/sandbox
COPY --from=build /kassa/target/kassa.jar /kassa.jar
COPY --chmod=755 temporal/is-ready /usr/local/bin/is-ready
USER kassa
# The second of the two switches that keep JDK 25 silent; the first is in the jar.
ENV JDK_JAVA_OPTIONS="--sun-misc-unsafe-memory-access=allow"
ENTRYPOINT ["java", "-jar", "/kassa.jar"]

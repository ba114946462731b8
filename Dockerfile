# Two steps: the wheel is built in the first and never ships its tools. The program runs as a user without rights.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN pip install --no-cache-dir --constraint constraints.txt uv && uv build --wheel --out-dir /dist

FROM python:3.12-slim-bookworm
COPY constraints.txt /tmp/
COPY --from=build /dist/*.whl /tmp/
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN wheel=$(find /tmp -name 'anubhav_gforms-*.whl') \
    && pip install --no-cache-dir --constraint /tmp/constraints.txt "${wheel}[fast]" \
    && rm -f /tmp/constraints.txt "${wheel}" \
    && useradd --create-home --uid 10001 anubhav
USER 10001
WORKDIR /campaign
VOLUME ["/campaign", "/config"]
ENV ANUBHAV_CONFIG_DIR=/config PYTHONDONTWRITEBYTECODE=1
HEALTHCHECK --interval=10m --timeout=60s CMD ["anubhav", "ledger", "stats"]
ENTRYPOINT ["anubhav"]
CMD ["watch", "--every", "5m"]

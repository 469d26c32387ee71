# One image for web, scheduler, worker and the one-process mode.
FROM python:3.11-slim AS wheels
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY monitor monitor
COPY alerts alerts
COPY workers workers
RUN pip wheel --no-cache-dir --wheel-dir /wheels '.[apprise]'

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 CEASEWATCH_HOME=/data
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links=/wheels 'ceasewatch[apprise]' \
    && useradd --system --uid 10001 --no-create-home --home-dir /data ceasewatch \
    && install --directory --owner=ceasewatch --mode=0700 /data
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
CMD ["ceasewatch", "run", "--host", "0.0.0.0", "--port", "8080"]

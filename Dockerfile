# A small image of the app that runs as nobody in particular.
#   docker build --tag by-hand .
#   docker run --publish 8000:8000 by-hand

ARG BASE=python:3.13-slim

# Everything is installed here from hashed files, and only the environment moves on.
FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /source
RUN python3 -m venv /opt/by-hand
COPY requirements.lock .
RUN /opt/by-hand/bin/python -m pip install --require-hashes --requirement requirements.lock
COPY . .
RUN /opt/by-hand/bin/python -m pip install --no-deps --no-build-isolation . \
    && /opt/by-hand/bin/python -m pip uninstall --yes hatchling trove-classifiers pip

FROM ${BASE}
ENV PATH=/opt/by-hand/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --no-create-home --shell /usr/sbin/nologin by-hand
COPY --from=build /opt/by-hand /opt/by-hand
USER by-hand
WORKDIR /tmp
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["by-hand", "--host", "0.0.0.0", "--port", "8000", "--no-browser"]

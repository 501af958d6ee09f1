# Quarterday with what a team needs: PostgreSQL's driver and Celery. Used by compose.yaml.
FROM python:3.11-slim

# The locked dependencies first: they are fetched again only when they change.
RUN pip install --no-cache-dir uv
WORKDIR /opt/quarterday
ENV UV_PROJECT_ENVIRONMENT=/opt/quarterday/.venv UV_LINK_MODE=copy
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project --extra postgres --extra celery --compile-bytecode
COPY . .
RUN uv sync --frozen --no-dev --no-editable --extra postgres --extra celery --compile-bytecode

# Nothing runs as root. Folders that become volumes belong to the user who runs.
RUN useradd --uid 10001 --create-home quarterday \
    && install -d -o quarterday /var/lib/quarterday /var/lib/dagster /srv/pages \
    && for page in reports receipts forms outbox; do ln -s /var/lib/quarterday/$page /srv/pages/$page; done \
    && install -o quarterday pipelines/instance-postgres.yaml /var/lib/dagster/dagster.yaml
USER quarterday
ENV PATH=/opt/quarterday/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    QUARTERDAY_HOME=/var/lib/quarterday \
    DAGSTER_HOME=/var/lib/dagster
CMD ["quarterday", "--help"]

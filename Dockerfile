# The service with its models: `docker build .` makes the slim image (default engine), `--target full` adds what other checkpoints
# and training need. Tesseract is added because it reads faster than the OCR engine that pip installs.
# tools/try_image.sh runs the same steps without a container engine.
FROM python:3.11-slim AS system

RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 tablewright \
    && install --directory --owner 10001 --group 10001 /data

WORKDIR /srv/tablewright
COPY . .

ENV PATH=/opt/venv/bin:$PATH \
    OMP_THREAD_LIMIT=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TABLEWRIGHT_DATABASE=sqlite:////data/jobs.db
EXPOSE 8000
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
CMD ["tablewright", "serve", "--host", "0.0.0.0"]

FROM system AS full
ARG PIP_EXTRA_INDEX_URL=""
RUN PIP_NO_CACHE_DIR=1 tools/install.sh /opt/venv "[ocr,torch,postgres]" && /opt/venv/bin/python -m compileall -q .
USER 10001:10001

FROM system AS slim
ARG PIP_EXTRA_INDEX_URL=""
RUN PIP_NO_CACHE_DIR=1 tools/install.sh /opt/venv "[ocr,postgres]" && /opt/venv/bin/python -m compileall -q .
USER 10001:10001

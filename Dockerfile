# The service with its models; Tesseract is added because it reads faster than the OCR engine that pip installs.
FROM python:3.11-slim

ARG PIP_EXTRA_INDEX_URL=""
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 tablewright

WORKDIR /srv/tablewright
COPY . .
RUN tools/install.sh /opt/venv ""

ENV PATH=/opt/venv/bin:$PATH \
    OMP_THREAD_LIMIT=1 \
    PYTHONUNBUFFERED=1
USER tablewright
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/live', timeout=4)"]
CMD ["tablewright", "serve", "--host", "0.0.0.0"]

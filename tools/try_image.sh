#!/bin/sh
# The steps of the Dockerfile without a container engine: what is copied, the install, and the service as an ordinary user without
# capabilities on a read-only file system, asked by the image's own health check. Needs root (it makes a namespace of its own).
#   tools/try_image.sh [EXTRAS] [WORKFOLDER]      default: "[ocr,postgres]" (the slim image) and a new temporary folder
set -eu
cd "$(dirname "$0")/.."
extras=${1-[ocr,postgres]}
work=${2:-$(mktemp -d)}
tree=$work/srv
port=${PORT:-18000}

echo "== COPY . . (tracked files less .dockerignore)"
mkdir -p "$tree" "$work/data"
git ls-files | grep -vxf .dockerignore | grep -v '^tests/' | tar cf - -T - | tar xf - -C "$tree"
chown 10001:10001 "$work/data"
chmod 755 "$work"
echo "== FROM python (a copy of this one where an ordinary user may not read it)"
python=$(readlink -f "$(command -v "${PYTHON:-python3}")")
if ! setpriv --reuid 10001 --regid 10001 --clear-groups "$python" -c "" 2>/dev/null; then
    cp -a "$("$python" -c "import sys; print(sys.base_prefix)")" "$work/python"
    python=$work/python/bin/python3
fi
echo "== RUN tools/install.sh VENV $extras"
PYTHON=$python PIP_NO_CACHE_DIR=1 "$tree/tools/install.sh" "$work/venv" "$extras"
"$work/venv/bin/python" -m compileall -q "$tree"
echo "sizes: environment $(du -sm "$work/venv" | cut -f1) MB, source $(du -sm "$tree" | cut -f1) MB"

echo "== USER, read_only, cap_drop, no-new-privileges; CMD; HEALTHCHECK"
check=$(sed -n 's/^    CMD \["python", "-c", "\(.*\)"\]$/\1/p' Dockerfile | sed "s/8000/$port/")
unshare --mount sh -eu -c '
    work=$1 port=$2 check=$3 sample=$4
    mount --make-rprivate /
    mount --bind "$work/data" "$work/data"
    mkdir -p "$work/tmp" && mount -t tmpfs -o mode=1777 tmpfs "$work/tmp"
    mount -o remount,bind,ro /
    user="setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all"
    export PATH="$work/venv/bin:$PATH" TMPDIR="$work/tmp" HOME=/nonexistent PYTHONDONTWRITEBYTECODE=1 OMP_THREAD_LIMIT=1
    export TABLEWRIGHT_DATABASE="sqlite:///$work/data/jobs.db" TABLEWRIGHT_WORKERS=1 TABLEWRIGHT_SPARE_WORKERS=0
    $user sh -c "touch $work/srv/x" 2>/dev/null && { echo "the file system can be written"; exit 1; }
    $user tablewright serve --port "$port" 2>"$work/tmp/log" & server=$!
    n=0; until $user python -c "$check" 2>/dev/null; do n=$((n + 1)); [ $n -lt 120 ] || { cat "$work/tmp/log"; exit 1; }; sleep 1; done
    echo "healthy after $n s"; grep -E "^(Uid|CapEff|CapBnd|NoNewPrivs)" /proc/$(pgrep -f "tablewright serve --port $port" | head -1)/status
    $user python - "$port" "$sample" <<"PY"
import json, sys, urllib.request
data = open(sys.argv[2], "rb").read()
body = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n" + data + b"\r\n--b--\r\n"
def post(path):
    request = urllib.request.Request(f"http://127.0.0.1:{sys.argv[1]}{path}", body, {"Content-Type": "multipart/form-data; boundary=b"})
    return json.load(urllib.request.urlopen(request, timeout=120))
found = post("/v1/extract")
print("extract:", found["status"], [(t["num_rows"], t["num_columns"]) for p in found["pages"] for t in p["tables"]])
number = post("/v1/jobs")["jobs"][0]["id"]
print("job:", json.load(urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/v1/jobs/{number}?wait=60"))["status"])
PY
    kill -TERM $server; code=0; wait $server || code=$?; echo "SIGTERM: exit code $code"; exit $code
' try "$work" "$port" "$check" "$tree/examples/sample.pdf"

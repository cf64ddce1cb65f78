# Những bước dựng môi trường mà `scripts/start` và `scripts/test` cùng dùng.
# Tệp này được nạp bằng `source`, không chạy riêng.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PYTHON="$ROOT/.venv/bin/python"
DATA_DIR=${ICTINDEX_DATA_DIR:-$ROOT/var}

say() { printf '• %s\n' "$*"; }

fail() {
    printf 'LỖI: %s\n' "$*" >&2
    exit 1
}

# --- gói Debian -------------------------------------------------------------

has_python() {
    python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

has_library() {
    local loaded
    loaded=$(/sbin/ldconfig -p 2>/dev/null) && [[ $loaded == *"$1 "* ]]
}

# In tên các gói mà ứng dụng cần và máy chưa có, mỗi gói một dòng.
missing_packages() {
    has_python || printf '%s\n' python3 python3-venv
    has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
    [[ -e /usr/share/zoneinfo/Asia/Ho_Chi_Minh ]] || echo tzdata
}

# Quyền cài gói: in ra lệnh đứng trước apt-get, hoặc thất bại nếu không được phép.
root_command() {
    if [[ $EUID -eq 0 ]]; then
        echo env
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        echo sudo
    else
        return 1
    fi
}

# Cài các gói Debian đã nêu; thất bại nếu không có quyền. Lời của apt chỉ được in ra khi có lỗi.
install_packages() {
    local as_root output
    as_root=$(root_command) || return 1
    say "Cài gói Debian: $*"
    output=$($as_root apt-get update -qq 2>&1) || printf '%s\n' "$output" >&2
    output=$($as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends "$@" 2>&1 </dev/null) && return
    printf '%s\n' "$output" >&2
    return 1
}

ensure_packages() {
    local missing
    mapfile -t missing < <(missing_packages)
    [[ ${#missing[@]} -eq 0 ]] && return
    install_packages "${missing[@]}" && [[ -z $(missing_packages) ]] && return
    fail "Chưa có đủ gói hệ thống. Hãy chạy lệnh sau bằng quyền quản trị rồi chạy lại:
  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
}

# --- môi trường Python ------------------------------------------------------

ensure_venv() {
    "$PYTHON" -m pip --version >/dev/null 2>&1 && return
    say "Tạo môi trường Python trong .venv"
    python3 -m venv --clear "$ROOT/.venv"
}

# Cài thư viện từ các tệp đã nêu, chỉ khi nội dung tệp đã đổi so với lần cài trước.
ensure_requirements() {
    local stamp="$ROOT/.venv/requirements.sha256" wanted file
    local arguments=()
    wanted=$(cd "$ROOT" && sha256sum "$@")
    [[ -e $stamp && $(<"$stamp") == *"$wanted"* ]] && return
    say "Cài thư viện Python: $*"
    for file in "$@"; do arguments+=(-r "$ROOT/$file"); done
    "$PYTHON" -m pip install --quiet --quiet --disable-pip-version-check --no-input \
        --require-hashes "${arguments[@]}"
    printf '%s\n' "$wanted" >"$stamp"
}

manage() { "$PYTHON" "$ROOT/manage.py" "$@"; }

# Từ bản sao mới tới chỗ chạy được lệnh của Django.
set_up() {
    cd "$ROOT" || exit
    ensure_packages
    ensure_venv
    ensure_requirements "$@"
}

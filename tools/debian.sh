#!/usr/bin/env bash
# What the tests need from the system: installs it when it may, else says what is missing. Never fails.
set -uo pipefail

missing=()
# Chromium without windows: the journeys take two thirds of the time. Where there is none, the whole one does.
command -v chromium-headless-shell >/dev/null || missing+=(chromium-headless-shell)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing+=(postgresql)
ls /usr/lib/libreoffice/program/libswdlo.so >/dev/null 2>&1 || missing+=(libreoffice-writer-nogui)
ls /usr/lib/libreoffice/program/libsclo.so >/dev/null 2>&1 || missing+=(libreoffice-calc-nogui)
if command -v dpkg >/dev/null; then
    for package in fonts-noto-core fonts-noto-cjk; do
        dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
    done
fi
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing for the tests: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-cache show chromium-headless-shell >/dev/null 2>&1 || missing=("${missing[@]/%chromium-headless-shell/chromium}")
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null && exit 0
fi
echo "Missing for the tests: ${missing[*]}. On Debian and Ubuntu: sudo apt-get install ${missing[*]}"
exit 0

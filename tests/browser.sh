#!/bin/sh
# Debian's chromium for the tests that print or show pages. Missing and not root: those tests are skipped, loudly.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Debian's chromium for the browser tests ..."
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; } >/dev/null 2>&1 \
        || echo "!! chromium could not be installed: the browser tests will be SKIPPED"
else
    echo "!! no chromium here and no right to install it: the browser tests will be SKIPPED"
fi
exit 0

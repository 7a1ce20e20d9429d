# shellcheck shell=sh
# How the Go programs are compiled: as static programs, with the Go of /tmp/go-tree. A module that asks for a newer one
# gets it from the module proxy.

export HOME=/tmp/home GOPATH=/tmp/home/go GOCACHE=/tmp/go-cache CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOTOOLCHAIN=auto

use_go() {
  PATH=$(echo /tmp/go-tree/usr/lib/go-*/bin):$PATH
  [ ! -s /recipe/build-ca.crt ] || export SSL_CERT_FILE=/recipe/build-ca.crt
  mkdir -p "$HOME"
}

# shellcheck shell=sh
# Of the environment, what only says how to reach the network: proxies, certificates, and where packages come from.
NETWORK_VARIABLES='(https?|no|all)_proxy|(HTTPS?|NO|ALL)_PROXY|SSL_CERT_(FILE|DIR)|NODE_EXTRA_CA_CERTS|CURL_CA_BUNDLE'
NETWORK_VARIABLES="$NETWORK_VARIABLES|(npm_config|NPM_CONFIG)_[a-zA-Z_]+|PIP_[A-Z_]+|GO(PROXY|SUMDB|NOSUMDB|NOPROXY|PRIVATE|FLAGS|INSECURE)"

# Prints name=value of each of them, a line each; a value of several lines is none of these.
network_environment() {
  env -0 | tr '\n\0' '\001\n' | grep -E "^($NETWORK_VARIABLES)=" | grep -v "$(printf '\001')" || true
}

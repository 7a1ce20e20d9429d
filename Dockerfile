# The panel's image. `compose/up` builds it; by hand: docker build -t weir:0.1.0 .
#
# The last stage holds Node, the server and nothing else: no shell, no package manager, no user but its own.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
LABEL weir.build=by-hand
WORKDIR /src
ENV NEXT_TELEMETRY_DISABLED=1 CI=1
# build-ca.crt is optional: the certificates that this machine trusts, where a proxy inspects TLS.
COPY . .
# One step, which leaves /out and nothing else: as a layer of its own a gigabyte of packages would be written twice.
# Install scripts of packages are not run: nothing here needs one. The Node of the lock file builds and later runs the
# panel, whatever Node the base has. Into /out go Node, the libraries that it is linked with, the certificates that
# outgoing connections trust, and the server.
RUN set -e; \
    if [ -s build-ca.crt ]; then export NODE_EXTRA_CA_CERTS=/src/build-ca.crt; fi; \
    echo '== 1/3 Fetching the packages of the panel'; \
    node scripts/only-build.mjs; \
    install() { npm ci --ignore-scripts --no-audit --no-fund && node scripts/missing-packages.mjs; }; \
    install || install; \
    PATH=$(echo /src/node_modules/node-linux-*/bin):/src/node_modules/.bin:$PATH; export PATH; \
    node --version | grep '^v24\.'; \
    echo '== 2/3 Building the panel'; \
    next build; node scripts/finish-build.mjs; \
    echo '== 3/3 Putting the image together'; \
    node=$(echo /src/node_modules/node-linux-*/bin/node); \
    mkdir -p /out/app /out/bin /out/tmp /out/etc/ssl/certs; \
    cp "$node" /out/bin/node; \
    for file in $(ldd "$node" | sed -n 's/.*[[:space:]]\(\/[^ ]*\) (0x.*/\1/p'); do \
      mkdir -p "/out$(dirname "$file")"; cp -L "$file" "/out$file"; \
    done; \
    if [ -s build-ca.crt ]; then cp build-ca.crt /out/etc/ssl/certs/ca-certificates.crt; \
    else "$node" -p 'require("tls").rootCertificates.join("\n")' > /out/etc/ssl/certs/ca-certificates.crt; fi; \
    printf 'root:x:0:0:root:/:/bin/false\nweir:x:65532:65532:weir:/:/bin/false\n' > /out/etc/passwd; \
    printf 'root:x:0:\nweir:x:65532:\n' > /out/etc/group; \
    printf 'hosts: files dns\n' > /out/etc/nsswitch.conf; \
    chmod 1777 /out/tmp; \
    mkdir -p /out/run/weir /out/run/weir-names; chmod 777 /out/run/weir /out/run/weir-names; \
    mv .next/standalone/* .next/standalone/.[a-z]* /out/app/; \
    rm -rf node_modules .next "$HOME/.npm" /tmp/*

FROM scratch
COPY --from=build /out /
WORKDIR /app
# HOSTNAME is what Next's server binds to; Docker would set it to the container's id.
ENV PATH=/bin NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=8430 MALLOC_ARENA_MAX=1 \
    NODE_OPTIONS=--use-openssl-ca SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532:65532
EXPOSE 8430
# A Pi has more use for memory than for the last bit of speed: one malloc arena, a small nursery, a heap that is
# collected before it grows, and no baseline compiler, which takes 4 MB. The panel lives in about 45 MB of it.
# `npm run bench` starts the panel in the same way.
CMD ["node", "--max-semi-space-size=1", "--initial-old-space-size=24", "--max-old-space-size=128", "--no-sparkplug", "server.js"]

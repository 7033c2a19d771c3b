# syntax=docker/dockerfile:1
# Debian 13: the prebuilt tree-sitter core needs the libstdc++ of GCC 13, so nothing is compiled here.
# Pin the digest of the base you trust with --build-arg BASE=node:24-trixie-slim@sha256:...
ARG BASE=node:24-trixie-slim

FROM ${BASE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY src ./src
COPY checks ./checks
RUN npm run build

FROM ${BASE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund \
 # Grammars are loaded from a prebuilt binary or from WebAssembly; their C sources are never read again.
 && find node_modules -path '*/tree-sitter*/src' -type d -prune -exec rm -rf -- {} +

FROM ${BASE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
# No package manager in the running image, and a user that nobody can log in as.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn-* ~/.npm /tmp/* \
 && groupadd --gid 1001 portcullis \
 && useradd --uid 1001 --gid 1001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portcullis
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
USER 1001:1001
EXPOSE 3000
# --disable-sigusr1: no debugger can be woken in the process that holds the app's key.
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--disable-sigusr1", "dist/cli.js"]
CMD ["serve"]

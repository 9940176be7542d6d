# One agent in one image: docker build --build-arg AGENT=order-management -t order-management-agent .
# `npm run image -- AGENT` does the same and knows the names.

# Pinned by tag. Who wants it to the byte adds the digest that `docker buildx imagetools inspect node:24-slim` prints.
FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY agents/supervisor/package.json agents/supervisor/
COPY agents/order-management/package.json agents/order-management/
COPY agents/product-recommendation/package.json agents/product-recommendation/
COPY agents/personalization/package.json agents/personalization/
COPY agents/troubleshooting/package.json agents/troubleshooting/
# The same packages whatever the agent, so that this layer is made once for all five. What only the laptop, the
# tests and the deployment need stays out.
RUN npm ci --include-workspace-root --workspace shared --workspace agents
COPY scripts/build.mjs scripts/code-cache.mjs scripts/quick-start.mjs scripts/
COPY shared shared
COPY agents agents
COPY web web
ARG AGENT
RUN node scripts/build.mjs --image "$AGENT" /image

FROM node:24-slim
ARG AGENT
LABEL org.opencontainers.image.title="deskfleet ${AGENT}" \
      org.opencontainers.image.description="The ${AGENT} agent of Deskfleet, a fleet of customer-support agents" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
WORKDIR /agent
# Owned by root and run as node: nothing here can be written by the agent, and it writes nowhere else.
COPY --from=build /image ./
USER node
# Each agent listens on its own of these (shared/src/fleet.ts), or on PORT.
EXPOSE 8000 8001 8002 8003 8004
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["node", "health.js"]
# Node is process 1 and stops on SIGTERM by itself; it starts no others, so nobody needs to be reaped.
CMD ["node", "--enable-source-maps", "main.js"]

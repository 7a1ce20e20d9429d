import 'server-only';

function unsupported(): never {
  throw new Error('The panel talks to the engine over a local socket or plain TCP, and builds no images.');
}

/**
 * Stands in for what the engine client would load for SSH, BuildKit and builds (scripts/unused-modules.mjs).
 * Nothing here is ever called; if it were, it would say so.
 */
export class Client {
  constructor() {
    unsupported();
  }
}

export { Client as Server };
export const loadSync = unsupported;
export const pack = unsupported;

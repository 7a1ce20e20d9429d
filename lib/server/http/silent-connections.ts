import 'server-only';
import type { Socket } from 'node:net';
import { singleton } from '../singleton';

/**
 * Connections without a request so far. A browser opens them before it needs them; the server, which closes idle ones by
 * itself when it is to end, would wait five minutes for their first.
 */
export const silentConnections = () => singleton('silent-connections', () => new Set<Socket>());

import 'server-only';
import { createHash } from 'node:crypto';
import type { NetworkSpec, VolumeSpec } from '../reader/resources';
import { type ServiceSpec, serviceReaders } from '../reader/service';

/** The release in whose way Weir writes a hash where no Compose of this machine is known. */
export const NEWEST_RELEASE = '5.0.0';

/**
 * Releases of Docker Compose whose hashes differ. `2.26` (Debian 13) counts profiles and dependencies; `5` writes
 * create_host_path only where it is off.
 */
type HashFlavour = '2.26' | '2.40' | '5';

function flavourOf(release: string): HashFlavour {
  const [major = 5, minor = 0] = (/\d+\.\d+/.exec(release)?.[0] ?? NEWEST_RELEASE).split('.').map(Number);
  if (major > 2) return '5';
  return major === 2 && minor >= 30 ? '2.40' : '2.26';
}

type Writers = { [Key in keyof ServiceSpec]?: (value: NonNullable<ServiceSpec[Key]>) => unknown };

const bytes = (value: number): string => String(value);

function writers(flavour: HashFlavour): Writers {
  return {
    mem_limit: bytes,
    mem_reservation: bytes,
    memswap_limit: bytes,
    shm_size: bytes,
    stop_grace_period: goDuration,
    healthcheck: (check) => ({
      ...check,
      ...(check.timeout !== undefined && { timeout: goDuration(check.timeout) }),
      ...(check.interval !== undefined && { interval: goDuration(check.interval) }),
      ...(check.start_period !== undefined && { start_period: goDuration(check.start_period) }),
      ...(check.start_interval !== undefined && { start_interval: goDuration(check.start_interval) }),
    }),
    networks: (networks) => (flavour === '2.26' ? priorityFirst(networks) : networks),
    secrets: (secrets) =>
      secrets.map((secret) =>
        secret.mode === undefined || flavour === '2.26'
          ? secret
          : { ...secret, mode: `0${secret.mode.toString(8)}` },
      ),
    volumes: (volumes) =>
      volumes.map((volume) => {
        const { create_host_path: create, ...bind } = volume.bind ?? {};
        if (!volume.bind) return { ...volume, ...(volume.tmpfs && { tmpfs: tmpfsOf(volume.tmpfs) }) };
        if (flavour === '5')
          return { ...volume, bind: create === false ? { ...bind, create_host_path: false } : bind };
        return { ...volume, bind: create ? { ...bind, create_host_path: true } : bind };
      }),
  };
}

/** The order of the fields in that release. */
function priorityFirst(networks: NonNullable<ServiceSpec['networks']>) {
  const entries = Object.entries(networks).map(([name, attachment]) => {
    const { priority, ...rest } = attachment ?? {};
    return [name, attachment && { ...(priority && { priority }), ...rest }] as const;
  });
  return Object.fromEntries(entries);
}

function tmpfsOf(tmpfs: { size?: number; mode?: number }) {
  return { ...(tmpfs.size && { size: bytes(tmpfs.size) }), ...(tmpfs.mode && { mode: tmpfs.mode }) };
}

/** Go leaves out false, 0, empty strings, lists and maps that are marked omitempty. */
function isEmpty(key: string, value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (key === 'init' || key === 'stop_grace_period') return false;
  if (value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return (
    typeof value === 'object' && key !== 'healthcheck' && key !== 'logging' && Object.keys(value).length === 0
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The hash of a service in the way of a release of Compose, which decides by it whether a container still fits its
 * file: SHA-256 of Go's JSON of the service without what may change freely (docker/compose, pkg/compose/hash.go).
 */
export function serviceHash(service: ServiceSpec, release = NEWEST_RELEASE): string {
  const flavour = flavourOf(release);
  const write = writers(flavour) as Record<string, (value: unknown) => unknown>;
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(serviceReaders) as (keyof ServiceSpec)[]) {
    if (key === 'pull_policy') continue;
    if (flavour !== '2.26' && (key === 'depends_on' || key === 'profiles')) continue;
    const value = service[key];
    // Only these two are written when they are absent, as null.
    if (key === 'command' || key === 'entrypoint') out[key] = value ?? null;
    else if (!isEmpty(key, value)) out[key] = write[key] ? write[key](value) : value;
  }
  return sha256(goJson(out));
}

export function networkHash(network: NetworkSpec): string {
  return sha256(goJson(network));
}

export function volumeHash({ name, driver, ...rest }: VolumeSpec): string {
  return sha256(goJson({ name, driver: driver ?? 'local', ...rest }));
}

/** Characters that Go's encoder writes as escapes so that JSON can stand inside HTML. */
const ESCAPED: Record<string, string> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON as Go's `encoding/json` writes it: compact, with its escapes. Key order is the caller's. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => ESCAPED[character] ?? character);
}

/** A length of time as Go prints it, e.g. `1m30s`, `1.5s`, `250ms`. */
export function goDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  if (nanoseconds < 1e3) return `${nanoseconds}ns`;
  if (nanoseconds < 1e6) return `${nanoseconds / 1e3}µs`;
  if (nanoseconds < 1e9) return `${nanoseconds / 1e6}ms`;
  const totalSeconds = Math.floor(nanoseconds / 1e9);
  const hours = Math.floor(totalSeconds / 3600);
  const minutes = Math.floor((totalSeconds % 3600) / 60);
  const seconds = (nanoseconds - (hours * 3600 + minutes * 60) * 1e9) / 1e9;
  return `${hours ? `${hours}h` : ''}${hours || minutes ? `${minutes}m` : ''}${seconds}s`;
}

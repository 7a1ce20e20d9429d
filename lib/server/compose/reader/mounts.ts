import 'server-only';
import path from 'node:path';
import { onlyKeys } from './keys';
import { asBool, asBytes, asInt, asMap, asString, invalid, type Path, type Yaml } from './scalars';

export interface VolumeMount {
  type: 'bind' | 'volume' | 'tmpfs';
  source?: string;
  target: string;
  read_only?: true;
  bind?: { selinux?: string; propagation?: string; create_host_path?: boolean };
  volume?: { nocopy?: true; subpath?: string };
  tmpfs?: { size?: number; mode?: number };
}

export interface SecretMount {
  source: string;
  target: string;
  uid?: string;
  gid?: string;
  mode?: number;
}

export interface DeviceMount {
  source: string;
  target: string;
  permissions: string;
}

const PROPAGATION = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

function absolute(source: string, projectDir: string): string {
  return path.isAbsolute(source) ? source : path.join(projectDir, source);
}

/** As Go's path.Clean: no `//`, no `.`, no slash at the end. */
function cleaned(target: string): string {
  return path.posix.normalize(target).replace(/(.)\/$/, '$1');
}

function shortVolume(text: string, at: Path, projectDir: string): VolumeMount {
  const parts = text.split(':');
  if (parts.length > 3 || parts.some((part) => part === ''))
    throw invalid(at, 'must be SOURCE:TARGET[:OPTIONS]');
  const [source, target] = parts.length === 1 ? [undefined, parts[0]] : parts;
  const options = parts[2]?.split(',') ?? [];
  if (!target?.startsWith('/')) throw invalid(at, 'must name an absolute path in the container');
  const isPath = source !== undefined && /^[./~]/.test(source);
  if (source?.startsWith('~')) throw invalid(at, 'must not start with ~; write the whole path');
  const mount = { type: isPath ? 'bind' : 'volume' } as VolumeMount;
  if (source !== undefined) mount.source = isPath ? absolute(source, projectDir) : source;
  mount.target = cleaned(target);
  if (options.includes('ro')) mount.read_only = true;
  const unknown = options.find(
    (option) => !['ro', 'rw', 'nocopy', 'z', 'Z', ...PROPAGATION].includes(option),
  );
  if (unknown !== undefined) throw invalid(at, `has the unknown option ${unknown}`);
  const selinux = options.findLast((option) => option === 'z' || option === 'Z');
  const propagation = options.findLast((option) => PROPAGATION.includes(option));
  if (isPath || selinux || propagation) {
    mount.bind = {};
    if (selinux) mount.bind.selinux = selinux;
    if (propagation) mount.bind.propagation = propagation;
    if (isPath) mount.bind.create_host_path = true;
  }
  if (!isPath) mount.volume = options.includes('nocopy') ? { nocopy: true } : {};
  return mount;
}

function longVolume(value: Yaml, at: Path, projectDir: string): VolumeMount {
  const raw = asMap(value, at);
  onlyKeys(raw, at, ['type', 'source', 'target', 'read_only', 'bind', 'volume', 'tmpfs']);
  const type = asString(raw.type, `${at}.type`);
  if (type !== 'bind' && type !== 'volume' && type !== 'tmpfs') {
    throw invalid(`${at}.type`, 'must be bind, volume or tmpfs');
  }
  const mount = { type } as VolumeMount;
  if (raw.source !== undefined) {
    const source = asString(raw.source, `${at}.source`);
    mount.source = type === 'bind' ? absolute(source, projectDir) : source;
  } else if (type === 'bind') {
    throw invalid(`${at}.source`, 'is missing');
  }
  mount.target = cleaned(asString(raw.target, `${at}.target`));
  if (raw.read_only !== undefined && asBool(raw.read_only, `${at}.read_only`)) mount.read_only = true;
  if (raw.bind !== undefined) mount.bind = bindOptions(raw.bind, `${at}.bind`);
  if (raw.volume !== undefined) {
    const options = asMap(raw.volume, `${at}.volume`);
    onlyKeys(options, `${at}.volume`, ['nocopy', 'subpath']);
    mount.volume = {};
    if (options.nocopy !== undefined && asBool(options.nocopy, `${at}.volume.nocopy`))
      mount.volume.nocopy = true;
    if (options.subpath !== undefined)
      mount.volume.subpath = asString(options.subpath, `${at}.volume.subpath`);
  }
  if (raw.tmpfs !== undefined) {
    const options = asMap(raw.tmpfs, `${at}.tmpfs`);
    onlyKeys(options, `${at}.tmpfs`, ['size', 'mode']);
    mount.tmpfs = {};
    if (options.size !== undefined) mount.tmpfs.size = asBytes(options.size, `${at}.tmpfs.size`);
    if (options.mode !== undefined) mount.tmpfs.mode = asInt(options.mode, `${at}.tmpfs.mode`);
  }
  return mount;
}

function bindOptions(value: Yaml, at: Path): NonNullable<VolumeMount['bind']> {
  const raw = asMap(value, at);
  onlyKeys(raw, at, ['propagation', 'selinux', 'create_host_path']);
  const bind: NonNullable<VolumeMount['bind']> = {};
  if (raw.selinux !== undefined) bind.selinux = asString(raw.selinux, `${at}.selinux`);
  if (raw.propagation !== undefined) bind.propagation = asString(raw.propagation, `${at}.propagation`);
  if (raw.create_host_path !== undefined) {
    bind.create_host_path = asBool(raw.create_host_path, `${at}.create_host_path`);
  }
  return bind;
}

/** One entry of `volumes:`, short or long; relative paths are taken from `projectDir`. */
export function readVolume(value: Yaml, at: Path, projectDir: string): VolumeMount {
  return typeof value === 'string' ? shortVolume(value, at, projectDir) : longVolume(value, at, projectDir);
}

/** One entry of a service's `secrets:`; the file appears at /run/secrets/SOURCE unless told otherwise. */
export function readSecretMount(value: Yaml, at: Path): SecretMount {
  if (typeof value === 'string') return { source: value, target: `/run/secrets/${value}` };
  const raw = asMap(value, at);
  onlyKeys(raw, at, ['source', 'target', 'uid', 'gid', 'mode']);
  const source = asString(raw.source, `${at}.source`);
  const mount: SecretMount = {
    source,
    target: raw.target === undefined ? `/run/secrets/${source}` : asString(raw.target, `${at}.target`),
  };
  if (raw.uid !== undefined) mount.uid = asString(raw.uid, `${at}.uid`);
  if (raw.gid !== undefined) mount.gid = asString(raw.gid, `${at}.gid`);
  if (raw.mode !== undefined) {
    mount.mode = typeof raw.mode === 'string' ? Number.parseInt(raw.mode, 8) : asInt(raw.mode, `${at}.mode`);
    if (Number.isNaN(mount.mode)) throw invalid(`${at}.mode`, 'must be an octal file mode');
  }
  return mount;
}

/** One entry of `devices:`, `HOST[:CONTAINER[:rwm]]`. */
export function readDevice(value: Yaml, at: Path): DeviceMount {
  const [source, target, permissions, ...rest] = asString(value, at).split(':');
  if (!source || rest.length > 0) throw invalid(at, 'must be HOST[:CONTAINER[:PERMISSIONS]]');
  return { source, target: target || source, permissions: permissions || 'rwm' };
}

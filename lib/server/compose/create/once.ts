import 'server-only';
import { ONCE_LABEL } from '../../docker/labels';
import { environmentOf } from './options';

export interface OnceContainer {
  image: string;
  cmd: string[];
  /** Replaces the image's own entrypoint. */
  entrypoint?: string[];
  /** `HOST:CONTAINER[:ro]`, paths as the engine sees them. */
  binds: string[];
  /** Null: not even what the image has. */
  environment?: Readonly<Record<string, string | null>>;
  /** Name of a network of this machine; without one the container has none. */
  network?: string;
  user?: string;
}

/** The body of POST /containers/create for a container that runs one command for the panel of `project`. */
export function onceBody(project: string, options: OnceContainer) {
  return {
    Image: options.image,
    Cmd: options.cmd,
    Env: environmentOf(options.environment ?? {}),
    ...(options.entrypoint && { Entrypoint: options.entrypoint }),
    ...(options.user && { User: options.user }),
    Labels: { [ONCE_LABEL]: project },
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      Binds: options.binds,
      NetworkMode: options.network ?? 'none',
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      PidsLimit: 128,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
    },
  };
}

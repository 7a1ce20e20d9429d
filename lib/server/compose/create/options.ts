import 'server-only';
import type { ContainerCreateOptions } from 'dockerode';
import { label } from '../../docker/labels';
import { serviceHash } from '../hash/config-hash';
import type { HealthCheck } from '../reader/parts';
import { type ComposeModel, serviceOf } from '../reader/spec';
import { type CreateContext, hostConfig } from './host';
import { endpointsOf, portsOf } from './network';

function labelsOf(model: ComposeModel, name: string, context: CreateContext): Record<string, string> {
  const service = serviceOf(model, name);
  const dependencies = Object.entries(service.depends_on ?? {}).map(
    ([dependency, { condition, restart }]) => `${dependency}:${condition}:${restart ?? false}`,
  );
  return {
    ...service.labels,
    [label.project]: model.project,
    [label.service]: name,
    [label.version]: context.release,
    [label.workingDir]: model.projectDir,
    [label.configFiles]: `${model.projectDir}/docker-compose.yml`,
    [label.oneoff]: 'False',
    [label.number]: String(context.number),
    [label.configHash]: serviceHash(service, context.release),
    [label.dependsOn]: dependencies.join(','),
    ...(context.imageId && { [label.image]: context.imageId }),
  };
}

function healthOf(check: HealthCheck | undefined): ContainerCreateOptions['Healthcheck'] {
  if (!check) return undefined;
  return {
    Test: check.disable ? ['NONE'] : (check.test ?? []),
    Interval: check.interval ?? 0,
    Timeout: check.timeout ?? 0,
    Retries: check.retries ?? 0,
    StartPeriod: check.start_period ?? 0,
    ...(check.start_interval && { StartInterval: check.start_interval }),
  } as ContainerCreateOptions['Healthcheck'];
}

/**
 * The body of POST /containers/create for one service, as Compose would send it. Only the first network is part
 * of it: engines before API 1.44 take one, the others are connected afterwards (`endpointsOf`).
 */
export function createOptions(
  model: ComposeModel,
  name: string,
  context: CreateContext,
): ContainerCreateOptions {
  const service = serviceOf(model, name);
  const [primary] = endpointsOf(model, name, context.number);
  return {
    Hostname: service.hostname ?? '',
    User: service.user ?? '',
    ExposedPorts: portsOf(service).exposed,
    Tty: service.tty ?? false,
    AttachStdout: true,
    AttachStderr: true,
    Cmd: service.command,
    Entrypoint: service.entrypoint,
    Image: service.image,
    WorkingDir: service.working_dir ?? '',
    Labels: labelsOf(model, name, context),
    ...(service.stop_signal && { StopSignal: service.stop_signal }),
    ...(service.stop_grace_period !== undefined && {
      StopTimeout: Math.trunc(service.stop_grace_period / 1e9),
    }),
    Env: environmentOf(service.environment ?? {}),
    Healthcheck: healthOf(service.healthcheck),
    HostConfig: hostConfig(model, name, context) as ContainerCreateOptions['HostConfig'],
    ...(!service.network_mode &&
      primary && { NetworkingConfig: { EndpointsConfig: { [primary.network]: primary.endpoint } } }),
    ...(service.platform && { platform: service.platform }),
  };
}

/** Variables as the engine takes them. */
export function environmentOf(variables: Readonly<Record<string, string | null>>): string[] {
  return Object.entries(variables).map(([key, value]) => (value === null ? key : `${key}=${value}`));
}

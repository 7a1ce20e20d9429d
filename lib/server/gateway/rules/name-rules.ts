import 'server-only';
import { label } from '../../docker/labels';
import { pingRules } from './engine-rules';
import { ANY, type Answer, again, type Call, only, type Rule } from './rule';

const INFO_KEYS = [
  'CgroupDriver',
  'CgroupVersion',
  'Containers',
  'DockerRootDir',
  'ID',
  'KernelVersion',
  'NCPU',
  'MemTotal',
  'Name',
  'OperatingSystem',
  'OSType',
];

/**
 * An engine so old that cAdvisor does not look for the layers of its containers: below Docker's data folder, or at
 * containerd, whose socket is as good as root. It needs them for disk usage alone, which docker-compose.yml leaves out.
 * Source: getRwLayerID and newContainerHandler in container/docker/handler.go of cAdvisor 0.60.
 */
const WITHOUT_LAYERS = { Driver: 'vfs', ServerVersion: '1.9.0' };

async function info(call: Call): Promise<Answer> {
  return { ask: again(call), cut: (data) => ({ ...only(data, INFO_KEYS), ...WITHOUT_LAYERS }) };
}

async function list(call: Call): Promise<Answer> {
  const cut = (data: unknown) => (data as unknown[]).map((one) => only(one, ['Id', 'Names']));
  return { ask: again(call), cut };
}

/** What names a container and tells its limits: no variables, no command, no mounts, and of its labels Compose's two. */
async function inspect(call: Call): Promise<Answer> {
  const cut = (data: unknown) => {
    const seen = only(data, [
      'Id',
      'Name',
      'Created',
      'Image',
      'RestartCount',
      'State',
      'GraphDriver',
      'HostConfig',
      'Config',
      'NetworkSettings',
    ]);
    const { Labels, ...config } = only(seen.Config, ['Hostname', 'Image', 'Labels']);
    return {
      ...seen,
      State: only(seen.State, ['Status', 'Running', 'Pid', 'StartedAt', 'FinishedAt', 'ExitCode']),
      HostConfig: only(seen.HostConfig, ['NetworkMode', 'Memory', 'MemorySwap', 'CpuShares']),
      Config: { ...config, Labels: only(Labels, [label.project, label.service]), Env: [], Cmd: [] },
      NetworkSettings: only(seen.NetworkSettings, ['IPAddress']),
      Mounts: [],
    };
  };
  return { ask: again(call), cut };
}

/** All that cAdvisor may ask of the engine: how the containers of this machine are called. */
export const nameRules: readonly Rule[] = [
  ...pingRules,
  { method: 'HEAD', path: '/_ping', isUnversioned: true, answer: async (call) => ({ ask: again(call) }) },
  { method: 'GET', path: '/info', answer: info },
  {
    method: 'GET',
    path: '/containers/json',
    query: { all: /^[01]$/, limit: /^\d+$/, filters: ANY },
    answer: list,
  },
  { method: 'GET', path: '/containers/{id}/json', answer: inspect },
];

import 'server-only';

/** The labels by which Docker Compose knows its own objects (docker/compose, pkg/api/labels.go). */
export const label = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  configHash: 'com.docker.compose.config-hash',
  number: 'com.docker.compose.container-number',
  volume: 'com.docker.compose.volume',
  network: 'com.docker.compose.network',
  workingDir: 'com.docker.compose.project.working_dir',
  configFiles: 'com.docker.compose.project.config_files',
  oneoff: 'com.docker.compose.oneoff',
  image: 'com.docker.compose.image',
  dependsOn: 'com.docker.compose.depends_on',
  version: 'com.docker.compose.version',
} as const;

/** Marks containers that run one command for the panel and are removed again; Compose does not see them. */
export const ONCE_LABEL = 'io.weir.once';

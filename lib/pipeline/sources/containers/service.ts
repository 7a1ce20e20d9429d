import { exporter, fromGo, type ServiceShape } from '../shape';

export const containersService = {
  ...exporter,
  service: 'cadvisor',
  source: 'containers',
  short: 'Containers',
  role: 'Measures the containers',
  target: 'cadvisor:8080',
  port: { inside: 8080, variable: 'CADVISOR_PORT' },
  profile: 'containers',
  startOrder: 3,
  image: { variable: 'CADVISOR_IMAGE', megabytes: 35 },
  build: fromGo(75, 60, 1_000),
} as const satisfies ServiceShape;

/** Every dashboard with its alert rules, in the order in which they are offered. */
import { awsDashboard } from './aws/dashboard';
import { containerDashboard } from './containers/dashboard';
import { gcpDashboard } from './gcp/dashboard';
import { piDashboard } from './pi/dashboard';
import { pipelineDashboard } from './pipeline/dashboard';
import type { Dashboard } from './terms/shape';

export const dashboards: readonly Dashboard[] = [
  pipelineDashboard,
  piDashboard,
  containerDashboard,
  awsDashboard,
  gcpDashboard,
];

import type { Dashboard } from '../terms/shape';
import { gcpPanels as panels } from './panels';
import { gcpRules as rules } from './rules';

export const gcpDashboard: Dashboard = {
  id: 'google-cloud',
  source: 'gcp',
  title: 'Google Cloud',
  about: 'Cloud Run, Pub/Sub and Functions, as Cloud Monitoring counts.',
  panels,
  rules,
};

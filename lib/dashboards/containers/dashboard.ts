import type { Dashboard } from '../terms/shape';
import { containerPanels as panels } from './panels';
import { containerRules as rules } from './rules';

export const containerDashboard: Dashboard = {
  id: 'containers',
  source: 'containers',
  title: 'Containers',
  about: 'What each container of a Pi uses.',
  panels,
  rules,
};

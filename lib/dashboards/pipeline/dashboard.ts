import type { Dashboard } from '../terms/shape';
import { pipelinePanels as panels } from './panels';
import { pipelineRules as rules } from './rules';

export const pipelineDashboard: Dashboard = {
  id: 'pipeline',
  title: 'Pipeline',
  about: 'Whether data arrives from each Pi, what waits, and what fails.',
  panels,
  rules,
};

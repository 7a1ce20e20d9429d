import type { Dashboard } from '../terms/shape';
import { awsPanels as panels } from './panels';
import { awsRules as rules } from './rules';

export const awsDashboard: Dashboard = {
  id: 'aws',
  source: 'aws',
  title: 'AWS',
  about: 'Lambda, SQS, ECS and API Gateway, as CloudWatch counts.',
  panels,
  rules,
};

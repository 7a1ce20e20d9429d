import type { Dashboard } from '../terms/shape';
import { piPanels as panels } from './panels';
import { piRules as rules } from './rules';

export const piDashboard: Dashboard = {
  id: 'pi',
  source: 'pi',
  title: 'Pi host',
  about: 'Temperature, voltage, processor, memory and disks of each Pi.',
  panels,
  rules,
};

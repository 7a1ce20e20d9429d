/** Every dashboard with its alert rules, in the order in which they are offered. */
import { awsPanels } from './aws/panels';
import { awsRules } from './aws/rules';
import { containerPanels } from './containers/panels';
import { containerRules } from './containers/rules';
import { gcpPanels } from './gcp/panels';
import { gcpRules } from './gcp/rules';
import { piPanels } from './pi/panels';
import { piRules } from './pi/rules';
import { pipelinePanels } from './pipeline/panels';
import { pipelineRules } from './pipeline/rules';
import type { Dashboard } from './terms/shape';

export const dashboards: readonly Dashboard[] = [
  {
    id: 'pipeline',
    title: 'Pipeline',
    about: 'Whether data arrives from each Pi, what waits, and what fails.',
    panels: pipelinePanels,
    rules: pipelineRules,
  },
  {
    id: 'pi',
    title: 'Pi host',
    about: 'Temperature, voltage, processor, memory and disks of each Pi.',
    panels: piPanels,
    rules: piRules,
  },
  {
    id: 'containers',
    title: 'Containers',
    about: 'What each container of a Pi uses.',
    panels: containerPanels,
    rules: containerRules,
  },
  {
    id: 'aws',
    title: 'AWS',
    about: 'Lambda, SQS, ECS and API Gateway, as CloudWatch counts.',
    panels: awsPanels,
    rules: awsRules,
  },
  {
    id: 'google-cloud',
    title: 'Google Cloud',
    about: 'Cloud Run, Pub/Sub and Functions, as Cloud Monitoring counts.',
    panels: gcpPanels,
    rules: gcpRules,
  },
];

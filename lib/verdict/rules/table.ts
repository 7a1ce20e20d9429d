import type { Rule } from '../types';
import { budgetRules } from './budget';
import { bufferRules } from './buffer';
import { deliveryRules } from './delivery';
import { engineRules } from './engine';
import { fileRules } from './files';
import { hostRules } from './host';
import { lossRules, pastLossRules } from './loss';
import { servicesRules } from './services';
import { sourceRules } from './sources';
import { targetRules } from './targets';
import { tellingRules } from './telling';
import { upkeepRules } from './upkeep';
import { configRules, setupRules, vmagentRules } from './vmagent';
import { waitingRules } from './waiting';

/** Every rule, the one that should speak for the pipeline first. */
export const rules: readonly Rule[] = [
  ...setupRules,
  ...lossRules,
  ...vmagentRules,
  ...engineRules,
  ...waitingRules,
  ...deliveryRules,
  ...bufferRules,
  ...pastLossRules,
  ...fileRules,
  ...configRules,
  ...servicesRules,
  ...sourceRules,
  ...targetRules,
  ...budgetRules,
  ...hostRules,
  ...tellingRules,
  ...upkeepRules,
];

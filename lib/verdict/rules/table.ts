import type { Rule } from '../terms/types';
import { budgetRules } from './budget';
import { bufferRules } from './buffer';
import { bufferGoneRules } from './buffer-gone';
import { pastCrashRules } from './crash';
import { deliveryRules } from './delivery';
import { diskRules } from './disk';
import { engineRules } from './engine';
import { fileRules } from './files';
import { hostRules } from './host';
import { lossRules, pastLossRules } from './loss';
import { networkRules } from './network';
import { notKeptRules } from './not-kept';
import { priceRules } from './price';
import { servicesRules } from './services';
import { sourceRules } from './sources';
import { storeRules } from './store';
import { targetRules } from './targets';
import { tellingRules } from './telling';
import { upkeepRules } from './upkeep';
import { setupRules, vmagentRules } from './vmagent';
import { waitingRules } from './waiting';

/** Every rule, the one that should speak for the pipeline first. */
export const rules: readonly Rule[] = [
  ...setupRules,
  ...lossRules,
  ...notKeptRules,
  ...bufferGoneRules,
  ...vmagentRules,
  ...engineRules,
  ...waitingRules,
  ...storeRules,
  ...deliveryRules,
  ...bufferRules,
  ...pastLossRules,
  ...fileRules,
  ...pastCrashRules,
  ...servicesRules,
  ...sourceRules,
  ...targetRules,
  ...budgetRules,
  ...priceRules,
  ...networkRules,
  ...diskRules,
  ...hostRules,
  ...tellingRules,
  ...upkeepRules,
];

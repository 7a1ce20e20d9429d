import 'server-only';
import { containerRules } from './container-rules';
import { engineRules } from './engine-rules';
import { imageRules } from './image-rules';
import { objectRules } from './object-rules';
import type { Rule } from './rule';

/** All that the panel may ask of the engine; everything else is refused. */
export const panelRules: readonly Rule[] = [...engineRules, ...containerRules, ...imageRules, ...objectRules];

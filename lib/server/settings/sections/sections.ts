import 'server-only';
import type { SettingsSection } from '@/lib/schemas/settings/sections';
import { aggregation } from './aggregation';
import { buffer } from './buffer';
import { destination } from './destination';
import { filters } from './filters';
import { labels } from './labels';
import { panel } from './panel';
import { plan } from './plan';
import { proof } from './proof';
import { retention } from './retention';
import { scrape } from './scrape';
import type { Section } from './section';
import { seriesLimits } from './series-limits';
import { sources } from './sources';

const byName: { [S in SettingsSection]: Section<S> } = {
  destination,
  proof,
  sources,
  scrape,
  labels,
  filters,
  aggregation,
  buffer,
  retention,
  plan,
  seriesLimits,
  panel,
};

/** Every section of the settings with its name, in the order in which a change is worked in. */
export const sections = Object.entries(byName) as [SettingsSection, Section<SettingsSection>][];

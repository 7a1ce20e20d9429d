import type { Settings } from '@/lib/schemas/settings/settings';

export interface DestinationSettingsProps {
  settings: Settings;
  /** Back to the kind that is in use. */
  onDiscard: () => void;
}

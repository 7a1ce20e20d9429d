import {
  Archive,
  BadgeCheck,
  Bell,
  BellRing,
  Combine,
  Filter,
  Gauge,
  HardDriveDownload,
  History,
  LayoutDashboard,
  type LucideIcon,
  MonitorCog,
  Network,
  PackageCheck,
  Plug,
  Scale,
  Tags,
  Timer,
} from 'lucide-react';
import type { SettingsSection } from '@/lib/schemas/settings/sections';
import type { Settings } from '@/lib/schemas/settings/settings';
import * as words from './section-words';

export interface SettingsPage {
  href: string;
  title: string;
  /** What the page is for, in one sentence. */
  lead: string;
  icon: LucideIcon;
  /** The sections of a change that its form writes. */
  sections: readonly SettingsSection[];
  /** The present values in one line. @param state what is no setting of the files, as far as it is here */
  present: (settings: Settings, state: words.PanelState) => string;
}

/** The forms, in the order in which data flows. */
export const settingsPages = {
  destination: {
    href: '/settings/destination',
    title: 'Destination',
    lead: 'Where your data is sent, and with which credentials.',
    icon: HardDriveDownload,
    sections: ['destination'],
    present: words.destination,
  },
  proof: {
    href: '/settings/proof',
    title: 'Proof of arrival',
    lead: 'With a token for reading, the destination itself says what it has of each source, and Look draws it.',
    icon: BadgeCheck,
    sections: ['proof'],
    present: words.proof,
  },
  grafana: {
    href: '/settings/grafana',
    title: 'Grafana',
    lead: 'With a token, Weir puts its dashboards and alert rules into your Grafana.',
    icon: LayoutDashboard,
    sections: [],
    present: words.grafana,
  },
  alerts: {
    href: '/settings/alerts',
    title: 'Alert rules',
    lead: 'From where on each rule fires, and which rules are off.',
    icon: BellRing,
    sections: [],
    present: words.alerts,
  },
  sources: {
    href: '/settings/sources',
    title: 'Sources',
    lead: 'What is measured, on this Pi and in the clouds.',
    icon: Plug,
    sections: ['sources'],
    present: words.sources,
  },
  intervals: {
    href: '/settings/intervals',
    title: 'Intervals',
    lead: 'How often each source is read, and how long it may take to answer.',
    icon: Timer,
    sections: ['scrape'],
    present: words.intervals,
  },
  filters: {
    href: '/settings/filters',
    title: 'Metric filters',
    lead: 'Which metrics of each source are kept, and which are left out.',
    icon: Filter,
    sections: ['filters'],
    present: words.filters,
  },
  aggregation: {
    href: '/settings/aggregation',
    title: 'Aggregation',
    lead: 'Labels that are taken away before sending, so that one series is sent for many.',
    icon: Combine,
    sections: ['aggregation'],
    present: words.aggregation,
  },
  labels: {
    href: '/settings/labels',
    title: 'Labels',
    lead: 'What every sample of this Pi carries, so that it can be told from another.',
    icon: Tags,
    sections: ['labels'],
    present: words.labels,
  },
  buffer: {
    href: '/settings/buffer',
    title: 'Buffer and retention',
    lead: 'How much is kept while the destination is away, and how long the store on this Pi keeps it.',
    icon: Gauge,
    sections: ['buffer', 'retention'],
    present: words.buffer,
  },
  plan: {
    href: '/settings/plan',
    title: 'Plan and limits',
    lead: 'What you collect against what your plan covers, who uses how much, and where to stop.',
    icon: Scale,
    sections: ['plan', 'seriesLimits'],
    present: words.plan,
  },
  notifications: {
    href: '/settings/notifications',
    title: 'Notifications',
    lead: 'Who is told when data is lost or waits, when, and who notices that this Pi is silent.',
    icon: Bell,
    sections: [],
    present: words.notifications,
  },
  updates: {
    href: '/settings/updates',
    title: 'Updates',
    lead: 'Which versions run. A new one stays only while data arrives as before.',
    icon: PackageCheck,
    sections: [],
    present: () => 'Which versions run, and newer ones with a way back',
  },
  backup: {
    href: '/settings/backup',
    title: 'Backup',
    lead: 'Everything that is set here, in one locked file: for a card that dies, or another Pi.',
    icon: Archive,
    sections: [],
    present: words.backup,
  },
  panel: {
    href: '/settings/panel',
    title: 'Panel',
    lead: 'The names that this panel answers to, what it tells of itself, its password, sessions and tokens.',
    icon: MonitorCog,
    sections: ['panel'],
    present: words.panel,
  },
} as const satisfies Record<string, SettingsPage>;

export type SettingsPageId = keyof typeof settingsPages;

type Link = Pick<SettingsPage, 'href' | 'title' | 'icon' | 'present'>;
const pis: Link = {
  href: '/pis',
  title: 'All Pis',
  icon: Network,
  present: () => 'What the destination has of every Pi that writes there',
};
const revisions: Link = {
  href: '/revisions',
  title: 'Revisions',
  icon: History,
  present: () => 'What was changed and when; the way back to an earlier state',
};
/** What the list and the menu of the settings lead to. */
export const settingsLinks = [...Object.values<SettingsPage>(settingsPages), pis, revisions];

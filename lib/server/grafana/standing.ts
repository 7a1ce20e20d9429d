import 'server-only';
import type { GrafanaThing } from '@/lib/schemas/grafana/grafana';
import type { Kept, Put } from './grafana-state';
import {
  FOLDER_TITLE,
  FOLDER_UID,
  type ShippedDashboard,
  type ShippedRules,
  type ShippedSet,
} from './shipped';
import { digestOfDashboard, digestOfGroup, stampOfDashboard, stampOfGroup } from './stamp';
import type { There } from './there';

export type Standing = GrafanaThing['standing'];
/** A thing of the set, and how it stands there. */
export type Planned = { standing: Standing } & (
  | { kind: 'folder'; id: typeof FOLDER_UID; title: string }
  | (ShippedDashboard & { version: number | null })
  | ShippedRules
);

interface Seen {
  /** What it says that it was when it was put there; null: nothing. */
  stamp: string | null;
  /** Its digest now; null: it is of no shape that Weir makes. */
  digest: string | null;
  /** What tells that nobody has changed it since, whatever Grafana makes of it. */
  there: Kept['there'];
}

/** How each thing stands, in the order in which they are put. Pure. */
export function planned(set: ShippedSet, there: There, put: Put | null): Planned[] {
  return [
    { kind: 'folder', id: FOLDER_UID, title: FOLDER_TITLE, standing: there.hasFolder ? 'same' : 'absent' },
    ...set.dashboards.map((one) => {
      const found = there.dashboards.get(one.id);
      return { ...one, version: found?.version ?? null, standing: ofDashboard(one, there, put) };
    }),
    ...set.rules.map((one) => ({ ...one, standing: ofRules(one, there, put) })),
  ];
}

function ofDashboard({ id, stamp }: ShippedDashboard, there: There, put: Put | null): Standing {
  const found = there.dashboards.get(id);
  if (found === undefined) return 'absent';
  const { json, version, folderUid } = found;
  if (version === null) return put?.things[id] ? 'changed-there' : 'foreign';
  const seen = { stamp: stampOfDashboard(json), digest: digestOfDashboard(json), there: version };
  // Somebody who moves it wants it elsewhere.
  if (seen.stamp !== null && folderUid !== FOLDER_UID) return 'changed-there';
  return standingOf(seen, stamp, put?.things[id]);
}

function ofRules({ id, stamp, group: { name } }: ShippedRules, there: There, put: Put | null): Standing {
  const found = there.groups.get(name);
  if (found === undefined) return 'absent';
  const digest = digestOfGroup(found);
  const standing = standingOf({ stamp: stampOfGroup(found), digest, there: digest }, stamp, put?.things[id]);
  // They read from another data source than the one that is there now, and do not say from which.
  const isMoved = put !== null && put.things[id] !== undefined && put.dataSource !== there.dataSource?.uid;
  return standing === 'same' && isMoved ? 'older' : standing;
}

function standingOf(seen: Seen, wanted: string, kept: Kept | undefined): Standing {
  if (seen.stamp === null) return 'foreign';
  const isAsKept = kept !== undefined && kept.stamp === seen.stamp && kept.there === seen.there;
  const isAsStamped = seen.digest === seen.stamp;
  if (!isAsKept && !isAsStamped) return 'changed-there';
  if (seen.stamp === wanted) return 'same';
  // Of the same stamp and with another version: somebody saved what the digest does not see.
  return kept?.stamp === seen.stamp && !isAsKept ? 'changed-there' : 'older';
}

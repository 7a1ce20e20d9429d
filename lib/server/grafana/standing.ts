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
import { digestOfDashboard, digestOfGroup, type Group, stampOfDashboard, stampOfGroup } from './stamp';
import type { There } from './there';

export type Standing = GrafanaThing['standing'];
/** A thing of the set, and how it stands there. */
export type Planned = { standing: Standing } /** Somebody gave it another name: it is used, and stays. */ & (
  | { kind: 'folder'; id: typeof FOLDER_UID; title: string; isRenamed: boolean }
  | (ShippedDashboard & { version: number | null })
  | ShippedRules
);

interface Seen {
  /** What it says that it was when it was put there; null: nothing. */
  stamp: string | null;
  /** Nothing in it speaks against that. */
  isAsStamped: boolean;
  /** What tells that nobody has changed it since, whatever Grafana makes of it. */
  there: Kept['there'];
}

/** How each thing stands, in the order in which they are put. Pure. */
export function planned(set: ShippedSet, there: There, put: Put | null): Planned[] {
  const { folder } = there;
  return [
    {
      ...{ kind: 'folder', id: FOLDER_UID, title: FOLDER_TITLE },
      standing: folder === null ? 'absent' : 'same',
      isRenamed: folder !== null && folder.title !== FOLDER_TITLE,
    },
    ...set.dashboards.map((one) => {
      const found = there.dashboards.get(one.id);
      return { ...one, version: found?.version ?? null, standing: ofDashboard(one, there, put) };
    }),
    ...set.rules.flatMap((one) => {
      const standing = ofRules(one, there, put);
      const isNothing = isEmptied(one) && (standing === 'absent' || standing === 'foreign');
      return isNothing ? [] : [{ ...one, standing }];
    }),
  ];
}

function ofDashboard({ id, stamp }: ShippedDashboard, there: There, put: Put | null): Standing {
  const found = there.dashboards.get(id);
  if (found === undefined) return 'absent';
  const { json, version, folderUid } = found;
  if (version === null) return put?.things[id] ? 'changed-there' : 'foreign';
  const said = stampOfDashboard(json);
  const isAsStamped = said.version === version && said.stamp === digestOfDashboard(json);
  const seen = { stamp: said.stamp, isAsStamped, there: version };
  // Somebody who moves it wants it elsewhere.
  if (seen.stamp !== null && folderUid !== FOLDER_UID) return 'changed-there';
  return standingOf(seen, stamp, put?.things[id]);
}

/** Its owner has switched all of it off: Grafana is to have no such group. */
export const isEmptied = (thing: { kind: string; group?: Group }) => thing.group?.rules.length === 0;

/** What becomes of it, unless it is left alone. */
export function actOn(thing: Planned): GrafanaThing['act'] {
  if (thing.standing === 'same') return 'same';
  if (isEmptied(thing)) return 'removed';
  return thing.standing === 'absent' ? 'created' : 'updated';
}

function ofRules({ id, stamp, group }: ShippedRules, there: There, put: Put | null): Standing {
  const found = there.groups.get(group.name);
  if (found === undefined) return 'absent';
  const digest = digestOfGroup(found);
  const said = stampOfGroup(found);
  const seen = { stamp: said, isAsStamped: said === digest, there: digest };
  const standing = standingOf(seen, stamp, put?.things[id]);
  // They read from another data source than the one that is there now, and do not say from which.
  const isMoved = put !== null && put.things[id] !== undefined && put.dataSource !== there.dataSource?.uid;
  return standing === 'same' && isMoved ? 'older' : standing;
}

function standingOf(seen: Seen, wanted: string, kept: Kept | undefined): Standing {
  if (seen.stamp === null) return 'foreign';
  const isAsKept = kept !== undefined && kept.stamp === seen.stamp && kept.there === seen.there;
  if (!isAsKept && !seen.isAsStamped) return 'changed-there';
  return seen.stamp === wanted ? 'same' : 'older';
}

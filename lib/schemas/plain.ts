// Apart from the schemas that use them: pages that only show them need not load a validator for it.

/** Revisions that are kept. */
export const KEPT_REVISIONS = 50;

/** What happens to samples that wait for the earlier address when the destination's address changes. */
export const bufferChoices = ['deliver', 'keep', 'drop'] as const;

/** Longest id of a finding: the timeline, messages and acknowledgements keep it. */
export const FINDING_ID_MAX = 200;

/** A version of an image as a registry names it, and its bytes whatever the tag is moved to. */
export const TAG = /^\w[\w.-]{0,127}$/;
export const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** Most days for which a version may have to be out. */
export const SOAK_DAYS_MAX = 90;

/** Bounds of what is searched among the metrics. */
export const METRIC_SEARCH_MAX = 200;
export const METRIC_PAGES_MAX = 10_000;

/** Longest expression that is asked. */
export const EXPRESSION_MAX = 1_000;

/** How the title of a restored backup begins. */
export const RESTORED_TITLE = 'Restored from the backup of';

/** The largest file that is taken. */
export const RESTORE_MAX_BYTES = 16 * 1024 * 1024;

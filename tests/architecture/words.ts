import { table } from './floors-page.ts';

interface Word {
  word: string;
  what: string;
  /** Words of the same thing that are not used, for the page. */
  not: string;
  /** As they would stand in an exported name. */
  names?: RegExp;
  /** As they would stand in a sentence on the screen or in the docs. */
  texts?: RegExp;
}

/** One word for each thing. */
export const words: Word[] = [
  {
    word: 'plan',
    what: 'what the destination’s tariff covers; its maker’s own word, also in `.env`',
    not: 'allowance, tariff, quota',
    names: /tariff|allowance|quota/i,
    texts: /\b(?:tariff|allowance|quota)s?\b/i,
  },
  {
    word: 'preview',
    what: 'what a change would do',
    not: 'plan',
    names: /(?:Change|Launch|Apply|Restore|Task|Job)Plan|usePlan|PlanView|LivePlan/,
    texts: /\b(?:new|launch) plan\b|\bplan could not be made|\blook at the plan/i,
  },
  {
    word: 'review',
    what: 'the preview of a launch, a step of the wizard',
    not: 'summary',
    names: /Summary(?:Step|Schema)/,
  },
  {
    word: 'scrape job',
    what: 'what vmagent reads, how and how often; “job” where nothing else can be meant',
    not: 'scrape config',
    texts: /\bscrape configs\b/i,
  },
  {
    word: 'task',
    what: 'something that the panel does in steps, and that goes on when nobody looks',
    not: 'job, operation',
    names:
      /^jobs?(?:$|Id|State|Step|Kind|Schema|Params)|^(?:read|start|current|running|watch|end|cancel|shown|say|after)Jobs?$|Job(?:Started|Steps?|Kind|Context|Panel|Watcher|Plan|Event)$|^Jobs?$|EngineJob/,
    texts: /\bbackground jobs?\b/i,
  },
  {
    word: 'revision',
    what: 'a saved state of the settings',
    not: 'history, version, entry',
    names: /history/i,
    texts: /\bhistory\b/i,
  },
  { word: 'recording', what: 'the last 24 hours as series', not: 'history' },
  {
    word: 'event',
    what: 'what happened, from when to when',
    not: 'occurrence',
    names: /occurrence/i,
    texts: /\boccurrence/i,
  },
  {
    word: 'incident',
    what: 'one fault from its beginning to its end',
    not: 'trouble',
    names: /trouble/i,
    texts: /\btroubles?\b/i,
  },
  {
    word: 'claim',
    what: 'how the first visitor becomes the owner',
    not: 'registration',
    texts: /\b(?:register|sign up)\b/i,
  },
  {
    word: 'set-up',
    what: 'the wizard, from the claim to the first sample',
    not: 'setup, save in “setup code”',
    texts: /(?<![/.\w-])setup\b(?! code| \||-)/i,
  },
  {
    word: 'answers',
    what: 'what the wizard was told and has not launched yet',
    not: 'draft',
    names: /(?:setup|wizard)Draft|draftSchema/i,
    texts: /\bdrafts?\b/i,
  },
  {
    word: 'probe result',
    what: 'what a test of the destination found',
    not: 'finding',
    names: /probeFinding/i,
  },
  { word: 'finding', what: 'one line of the verdict', not: 'alert, problem' },
  {
    word: 'drift',
    what: 'services that are not as the files say',
    not: 'mismatch',
    names: /mismatch|outOfSync/i,
    texts: /\bmismatch|out of sync\b/i,
  },
  {
    word: 'channel',
    what: 'a way to send notifications',
    not: 'receiver',
    names: /receiver/i,
    texts: /\breceivers?\b/i,
  },
  { word: 'AWS', what: 'the source', not: 'Amazon Web Services', texts: /Amazon Web Services/ },
  { word: 'Google Cloud', what: 'the source', not: 'GCP', texts: /\bGCP\b|Google Cloud Platform/ },
  {
    word: 'the store on this Pi',
    what: 'VictoriaMetrics in this stack',
    not: 'database',
    texts: /\bdatabases?\b/i,
  },
  {
    word: 'reload',
    what: 'a service reads its configuration while it runs',
    not: 'read anew',
    texts: /\breads? anew\b/i,
  },
  {
    word: 'recreate',
    what: 'a container is made anew from the files',
    not: 're-create, rebuild',
    texts: /\bre-?build(?:s|ing)? the container|\bre-create/i,
  },
];

/** Turns of phrase that are not said, each with what is said instead. */
export const phrases: [RegExp, string][] = [
  [/\b(?:not|no|nothing) (?:\w+ ){0,4}any ?more\b/i, 'no longer, gone'],
  [/\bfor want of\b/i, 'out of'],
  [/\bcomes? about\b/i, 'is made'],
  [/\bput right\b/i, 'correct'],
  [/\bmend(?:s|ed|ing)?\b/i, 'correct, restore'],
  [/\b(?:cannot|can) be had\b/i, 'available'],
  [/\bcannot be told(?! (?:apart|from)\b)/i, 'is not known'],
  [/\bwill tell\b/i, 'shows'],
];

/** Verbs and nouns that say nothing where they are imported. */
export const emptyNames = /^(?:say|goOn|fade|speak|isHeard|object|telling|rough|mishaps|stuff|misc|utils?)$/;

const MARKS = /(<!-- words: npm run docs -->\n)[\s\S]*?(<!-- \/words -->)/;

/** CONTRIBUTING.md with the list of words as it is. @throws Error when it has no place for it */
export function withWords(page: string): string {
  if (!MARKS.test(page)) throw new Error('CONTRIBUTING.md has no place for the words.');
  const rows = words.map(({ word, what, not }) => [word, what, not]);
  return page.replace(
    MARKS,
    (_, begin: string, end: string) => `${begin}\n${table(['Word', 'What it is', 'Not'], rows)}\n\n${end}`,
  );
}

import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Words of PromQL in the one accent; what is between quotes, and comments, are told by their form. */
export const colours = HighlightStyle.define([
  {
    tag: [tags.function(tags.variableName), tags.operatorKeyword, tags.modifier, tags.logicOperator],
    color: 'var(--color-accent)',
  },
  { tag: tags.labelName, color: 'var(--color-quiet)' },
  { tag: tags.comment, color: 'var(--color-quiet)', fontStyle: 'italic' },
]);

const MARK = '3px solid var(--color-accent)';

/** As the other fields. The mark of the focus is on what scrolls: the class of CodeMirror comes later than the focus. */
export const look = EditorView.theme({
  '&': { fontSize: 'var(--text-base)', color: 'var(--color-ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    lineHeight: 'var(--text-base--line-height)',
    backgroundColor: 'var(--color-surface)',
    border: '1px solid var(--color-line-strong)',
    borderRadius: 'var(--radius-md)',
    minHeight: '5.75rem',
    maxHeight: '16rem',
  },
  '.cm-scroller:focus-within': { outline: MARK, outlineOffset: '2px' },
  '.cm-scroller:has([aria-invalid])': {
    borderColor: 'var(--color-losing)',
    outlineColor: 'var(--color-losing)',
  },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--color-ink)' },
  '.cm-line': { padding: '0 0.75rem' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--color-accent-soft)',
    outline: '1px solid var(--color-accent)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent' },
  '.cm-tooltip': {
    backgroundColor: 'var(--color-raised)',
    color: 'var(--color-ink)',
    border: '1px solid var(--color-line)',
    borderRadius: 'var(--radius-md)',
    boxShadow: 'var(--shadow-float)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--text-sm)',
    maxWidth: 'min(44rem, calc(100vw - 2.5rem))',
    borderRadius: 'inherit',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.375rem 0.75rem', lineHeight: '1.4' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--color-accent)',
    color: 'var(--color-on-accent)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: 'var(--font-weight-strong)' },
  '.cm-completionDetail': { fontStyle: 'normal', fontSize: 'var(--text-xs)' },
  '.cm-tooltip.cm-completionInfo': {
    padding: '0.5rem 0.75rem',
    fontSize: 'var(--text-sm)',
    maxWidth: '20rem',
  },
  // Beside the list is no room, and over it, it would hide what is offered.
  '@media (max-width: 40rem)': { '.cm-tooltip.cm-completionInfo': { display: 'none' } },
});

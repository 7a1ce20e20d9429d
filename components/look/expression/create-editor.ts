import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  selectedCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewline } from '@codemirror/commands';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { newCompleteStrategy, PromQLExtension } from '@prometheus-io/codemirror-promql';
import type { QueryClient } from '@tanstack/react-query';
import { completionFrom } from './completion';
import { colours, look } from './editor-look';

/** What is done with what is written. */
interface EditorActs {
  onChange(text: string): void;
  onRun(text: string): void;
}

export interface ExpressionEditor {
  /** What is heard of it. */
  name(attributes: Record<string, string>): void;
  /** Puts a text into it that was not written there. */
  write(text: string): void;
  focus(): void;
  remove(): void;
}

/** Of this page’s security policy, without which its style elements would be refused. */
const nonce = () => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';

/** A word, or what brackets and quotes have room for. */
const BEGUN = /[\w:({,"']/;

/** Completes what is begun. What may follow a finished thing, such as an operator, is offered where it is asked for. */
function completeBegun(client: QueryClient): ReturnType<typeof newCompleteStrategy> {
  const all = newCompleteStrategy({ remote: completionFrom(client) });
  return {
    promQL: (context) => (context.explicit || context.matchBefore(BEGUN) ? all.promQL(context) : null),
  };
}

/** Takes what is chosen in the list; not where that stands there already, or there is no list: then it is closed. */
function take(view: EditorView): boolean {
  const { doc, selection } = view.state;
  const chosen = selectedCompletion(view.state);
  const text = typeof chosen?.apply === 'string' ? chosen.apply : (chosen?.label ?? '');
  const isThere = doc.sliceString(0, selection.main.head).endsWith(text);
  if (!isThere && acceptCompletion(view)) return true;
  closeCompletion(view);
  return false;
}

/** CodeMirror with PromQL in a box. Without marks for mistakes: VictoriaMetrics takes more than PromQL has. */
export function createEditor(
  parent: HTMLElement,
  text: string,
  client: QueryClient,
  { onChange, onRun }: EditorActs,
): ExpressionEditor {
  const attributes = new Compartment();
  const promql = new PromQLExtension()
    .activateLinter(false)
    .setComplete({ completeStrategy: completeBegun(client) });
  const run = (view: EditorView) => {
    if (!take(view)) onRun(view.state.doc.toString());
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce()),
        attributes.of([]),
        keymap.of([
          { key: 'Enter', run, shift: insertNewline },
          { key: 'Tab', run: take },
          ...completionKeymap,
          ...closeBracketsKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        history(),
        closeBrackets(),
        bracketMatching(),
        autocompletion({ defaultKeymap: false, icons: false }),
        promql.asExtension(),
        syntaxHighlighting(colours),
        look,
        EditorView.lineWrapping,
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onChange(state.doc.toString());
        }),
      ],
    }),
  });
  return {
    name: (named) =>
      view.dispatch({ effects: attributes.reconfigure(EditorView.contentAttributes.of(named)) }),
    write(next) {
      const { doc } = view.state;
      if (doc.toString() !== next) view.dispatch({ changes: { from: 0, to: doc.length, insert: next } });
    },
    focus() {
      view.focus();
      view.dispatch({ selection: { anchor: view.state.doc.length } });
    },
    remove: () => view.destroy(),
  };
}

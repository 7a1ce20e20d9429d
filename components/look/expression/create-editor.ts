import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewline } from '@codemirror/commands';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';
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

/** CodeMirror with PromQL in a box. Without marks for mistakes: VictoriaMetrics takes more than PromQL has. */
export function createEditor(
  parent: HTMLElement,
  text: string,
  client: QueryClient,
  { onChange, onRun }: EditorActs,
): ExpressionEditor {
  const attributes = new Compartment();
  const promql = new PromQLExtension().activateLinter(false).setComplete({ remote: completionFrom(client) });
  const run = ({ state }: EditorView) => {
    onRun(state.doc.toString());
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce()),
        attributes.of([]),
        // Enter takes what is offered first, and runs what is written where nothing is.
        keymap.of([
          ...completionKeymap,
          { key: 'Enter', run, shift: insertNewline },
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
